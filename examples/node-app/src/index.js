'use strict';

const { createServer } = require('./server');
const { notes } = require('./notes');

const port = Number(process.env.PORT || 8080);

createServer(notes).listen(port, () => {
  console.log(`notice board with ${notes.length} notes on http://localhost:${port}/`);
});
