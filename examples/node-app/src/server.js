'use strict';

const http = require('node:http');
const { page } = require('./page');

/** A server with two addresses: the board at `/`, and `/healthz` for whoever watches over it. */
function createServer(notes) {
  return http.createServer((request, response) => {
    if (request.url === '/healthz') {
      response.writeHead(204).end();
    } else if (request.url === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(notes));
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    }
  });
}

module.exports = { createServer };
