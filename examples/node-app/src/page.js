'use strict';

const ms = require('ms');
const mustache = require('mustache');

const TEMPLATE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Notice board</title></head>
<body>
<h1>Notice board</h1>
{{#notes}}
<article><h2>{{title}}</h2><p>{{text}}</p><footer>{{since}} ago</footer></article>
{{/notes}}
{{^notes}}
<p>Nothing here yet.</p>
{{/notes}}
</body>
</html>
`;

/** The board as HTML; the template escapes what the notes say. */
function page(notes) {
  return mustache.render(TEMPLATE, {
    notes: notes.map((note) => ({ ...note, since: ms(note.age, { long: true }) })),
  });
}

module.exports = { page };
