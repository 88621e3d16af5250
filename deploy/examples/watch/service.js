// A service of the example: service.js NAME well|flaps. Prints its port; answers /health as MicroProfile Health does.
const http = require("http");

const [name, how] = process.argv.slice(2);

/** One that flaps loses its database for 20 of each 50 seconds. */
const isUp = () => how !== "flaps" || process.uptime() % 50 < 30;

const server = http.createServer((request, response) => {
  const up = isUp();
  response.statusCode = up ? 200 : 503;
  if (request.url === "/health") {
    const status = up ? "UP" : "DOWN";
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ status, checks: [{ name: "database", status }] }));
  } else {
    response.setHeader("Content-Type", "text/plain");
    response.end(`${name} ${request.url} (Node.js)\n`);
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
