/** Where somebody who must leave a page at once wants to be: somewhere that anybody may look at. */
export const harmless = 'https://www.bbc.co.uk/weather'
