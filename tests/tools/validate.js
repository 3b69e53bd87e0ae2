// Reads {schema, documents} from standard input and writes for each document whether it is valid by JSON Schema draft 2020-12.
const Ajv = require("ajv/dist/2020");
const { schema, documents } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
console.log(JSON.stringify(documents.map((document) => validate(document))));
