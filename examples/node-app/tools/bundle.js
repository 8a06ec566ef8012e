'use strict';

// Puts every module of src/ into one file, dist/app.js. Packages stay in node_modules and are required as always.
// The same sources give the same bytes, so that the layer it becomes can be told to be equal.

const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const names = fs.readdirSync(path.join(root, 'src')).filter((name) => name.endsWith('.js')).sort();

const modules = names.map((name) => {
  const source = fs.readFileSync(path.join(root, 'src', name), 'utf8');
  return `${JSON.stringify('./' + name.slice(0, -'.js'.length))}(module, exports, require) {\n${source}}`;
});

const bundle = `'use strict';
const sources = {
${modules.join(',\n')}
};
const loaded = {};
function load(name) {
  if (!Object.hasOwn(sources, name)) return require(name);
  if (!loaded[name]) {
    loaded[name] = { exports: {} };
    sources[name](loaded[name], loaded[name].exports, load);
  }
  return loaded[name].exports;
}
load('./index');
`;

fs.mkdirSync(path.join(root, 'dist'), { recursive: true });
fs.writeFileSync(path.join(root, 'dist', 'app.js'), bundle);
console.log(`bundled ${names.length} modules, ${bundle.length} characters`);
