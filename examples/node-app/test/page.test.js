'use strict';

const assert = require('node:assert');
const test = require('node:test');
const { page } = require('../src/page');

test('a note is shown with its age', () => {
  const html = page([{ title: 'Cat', text: 'lost', age: 2 * 60 * 60 * 1000 }]);
  assert.match(html, /<h2>Cat<\/h2><p>lost<\/p><footer>2 hours ago<\/footer>/);
});

test('what a note says cannot become markup', () => {
  assert.match(page([{ title: 'x', text: '<b>', age: 1000 }]), /&lt;b&gt;/);
});

test('an empty board says so', () => {
  assert.match(page([]), /Nothing here yet/);
});
