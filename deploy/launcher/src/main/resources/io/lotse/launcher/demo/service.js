// A service of `lotse demo`: service.js NAME HOST PORT LIFETIME (seconds; 0 for ever).
const [name, host, port, lifetime] = process.argv.slice(2);
require("http")
    .createServer((request, response) => {
        const up = request.url === "/health";
        response.setHeader("Content-Type", "text/plain; charset=utf-8");
        response.end(up ? "UP" : `${name} ${request.url} (Node.js, pid ${process.pid})\n`);
    })
    .listen(Number(port), host);
if (Number(lifetime) > 0) {
    setTimeout(() => process.exit(1), Number(lifetime) * 1000);
}
