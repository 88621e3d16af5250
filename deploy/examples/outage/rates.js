// Asks the world for rates every half a second, and ends when it cannot: its supervisor will start it again.
const http = require("http");
const net = require("net");

const ask = () => {
  const world = net.connect({ host: process.env.WORLD, port: 7000, timeout: 1000 });
  const end = (why) => {
    console.log(`no rates: ${why}`);
    process.exit(1);
  };
  world.on("timeout", () => end("no answer"));
  world.on("error", (e) => end(e.message));
  world.on("data", () => {
    world.destroy();
    setTimeout(ask, 500);
  });
};
http.createServer((request, response) => response.end("1 EUR is 1 EUR\n")).listen(process.env.PORT, process.env.HOST);
ask();
