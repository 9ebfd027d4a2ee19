/** Words that people choose first, and so guess first: refused as a stop word. In small letters, five and more. */
export const commonWords: ReadonlySet<string> = new Set(
  `
  stopword stopnow stopit phone myphone iphone android samsung google apple mobile number ringback police emergency
  please thanks hello goodbye welcome password passwort letmein secret secure security access admin master login
  monkey dragon tiger lion panther eagle kitten puppy horse rabbit hamster buddy charlie teddy rocky molly bella
  daisy poppy coco alfie oscar milo luna lola ruby roxy smokey shadow ginger pepper cookie biscuit peanut chocolate
  banana orange cherry lemon mango strawberry pizza cheese coffee flower flowers rainbow sunshine summer winter spring
  autumn monday tuesday wednesday thursday friday saturday sunday january february march april august september
  october november december yellow purple green black white silver golden london england britain scotland wales
  ireland manchester liverpool birmingham leeds glasgow cardiff bristol arsenal chelsea everton tottenham spurs
  united city rangers celtic villa newcastle westham football soccer cricket rugby tennis harry thomas george james
  daniel michael david robert william joseph samuel joshua matthew andrew jessica ashley michelle nicole jennifer
  hannah sophie emily chloe sarah laura jordan hunter taylor maggie lovely loveyou iloveyou princess prince queen
  angel family mother father mummy daddy sister brother grandma granny friend friends darling sweetheart honey baby
  babygirl forever always trustno superman batman spiderman starwars pokemon mustang ferrari porsche mercedes toyota
  freedom heaven jesus christ ninja wizard killer computer internet whatever nothing something qwerty asdfgh zxcvbn
  `
    .trim()
    .split(/\s+/),
)
