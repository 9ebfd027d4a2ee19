/** Short, plain words that are hard to mishear or misspell, as the second half of an access: heard on the phone, said in messages. */
export const words: readonly string[] = `
apple arrow autumn badge bakery banjo barrel basket beacon biscuit blanket blossom bonfire bottle bramble
branch breeze bridge bucket buffalo butter button cabin candle canvas canyon carpet carrot castle cedar
ceiling chapel cheese cherry chimney cinema circle clover coast cobalt coconut coffee comet copper coral
cotton cradle crystal cushion daisy dancer diamond dolphin donkey dragon drummer eagle echo elbow elm ember
engine falcon farmer feather fern fiddle field finch flame flute forest fossil fountain galaxy garden garlic
giant ginger glacier glove goblet granite grape gravel guitar hammer hamster harbour harvest hazel hedge
helmet hermit heron hockey holly honey horizon hotel igloo island ivory jacket jigsaw jungle juniper kettle
kitten ladder lagoon lantern lemon library lily lizard lobster lotus magnet mango maple marble meadow melon
meteor mirror mitten monkey mountain museum napkin nectar needle nutmeg oasis ocean olive onion orange orbit
orchid otter oyster paddle palace panda parrot parsley peacock pebble pencil pepper piano pigeon pillow pilot
planet plum pocket poppy prairie pumpkin puzzle pyramid quartz quilt rabbit radish raven ribbon river rocket
saddle saffron salmon sandal satin saturn scarf seagull shadow shelter shovel silver sparrow spider spiral
spoon squirrel stable station statue sugar summit sunset swallow tablet teapot temple thimble thunder ticket
tiger timber tomato tractor trumpet tulip tunnel turnip turtle umbrella valley vanilla velvet violet violin
volcano waffle wagon walnut walrus weaver whistle willow window winter wizard wolf yellow zebra zipper
`
  .trim()
  .split(/\s+/)
