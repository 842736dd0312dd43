// Reads GitHub's description of its API and writes the part of it that the fake answers, with all
// that it refers to: a validator would take minutes and gigabytes for the whole.
//
//   node excerpt.mjs WHOLE.json PART.json < ROUTES, one "GET /path/{name}" per line
import { readFileSync, writeFileSync } from "node:fs";

const [whole, part] = process.argv.slice(2);
const all = JSON.parse(readFileSync(whole, "utf8"));
const routes = readFileSync(0, "utf8").split("\n").filter((line) => line.trim());
const shape = (path) => path.replace(/\{[^}]*\}/g, "{}");

const paths = {};
for (const route of routes) {
  const [method, wanted] = route.trim().split(" ");
  const path = Object.keys(all.paths).find((each) => shape(each) === shape(wanted));
  const operation = all.paths[path]?.[method.toLowerCase()];
  if (!operation) {
    console.error(`GitHub describes no ${route}`);
    process.exit(1);
  }
  // A file's path has slashes, for which a validator knows no name: one more name for each.
  const deepest = path.endsWith("/contents/{path}") ? 4 : 1;
  for (let depth = 1; depth <= deepest; depth++) {
    const names = Array.from({ length: depth - 1 }, (_, i) => `below${i}`);
    const deeper = path + names.map((name) => `/{${name}}`).join("");
    paths[deeper] ??= {};
    paths[deeper][method.toLowerCase()] = {
      ...operation,
      operationId: `${operation.operationId}/${depth}`,
      parameters: (operation.parameters ?? []).concat(
        names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
      ),
    };
  }
}

// Where the description contradicts itself: in a list of installations an account is a user and an
// enterprise at once, alone it is one of the two, which is what GitHub sends.
const erratum = (value) => {
  const titles = value.allOf?.map((each) => each.title).join();
  if (titles === "Simple User,Enterprise") {
    value.anyOf = value.allOf;
    delete value.allOf;
  }
};

const components = {};
const visit = (value) => {
  if (Array.isArray(value)) {
    value.forEach(visit);
  } else if (value && typeof value === "object") {
    delete value.examples;
    delete value["x-github"];
    erratum(value);
    const reference = value.$ref;
    if (typeof reference === "string" && reference.startsWith("#/components/")) {
      const [kind, name] = reference.split("/").slice(2);
      components[kind] ??= {};
      if (!(name in components[kind])) {
        components[kind][name] = all.components[kind][name];
        visit(components[kind][name]);
      }
    }
    Object.values(value).forEach(visit);
  }
};
visit(paths);
writeFileSync(part, JSON.stringify({ openapi: all.openapi, info: all.info, paths, components }));
