// Reads {components, each: [{schema, document}]} from standard input, schema being a reference into the components, and writes for each document what is
// wrong with it by JSON Schema draft 2020-12, or null.
const Ajv = require("ajv/dist/2020");
const { components, each } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const ajv = new Ajv({ strict: false });
ajv.addSchema({ $id: "http://localhost/api", components });
console.log(JSON.stringify(each.map(({ schema, document }) => (ajv.validate({ $ref: "http://localhost/api" + schema }, document) ? null : ajv.errorsText()))));
