'use strict';

const HOUR = 60 * 60 * 1000;

/** What hangs on the board; `age` is in milliseconds. */
const notes = [
  { title: 'Kitchen', text: 'The kettle is new. Please do not test its limits.', age: 3 * HOUR },
  { title: 'Bicycles', text: 'The rack behind the house has room for eight.', age: 50 * HOUR },
  { title: 'Choir', text: 'Thursdays at seven. Basses wanted & welcome.', age: 240 * HOUR },
];

module.exports = { notes };
