// Makes from docs/openapi.yaml: the types of the client (schema.d.ts), and what forms are made of
// (forms.json), the request bodies reduced to what a form shows.
// A description reads "label，hint" and lists the values of a choice as "* `code` - name".
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'
import { labelOf } from './labels.mjs'

const source = new URL('../../docs/openapi.yaml', import.meta.url)
const made = (name) => new URL(`../src/api/${name}`, import.meta.url)
const contract = parse(readFileSync(source, 'utf8'))
const CHOICE = /^\* `([^`]*)` - (.+)$/gm

const named = (reference) => reference.split('/').at(-1)
const resolve = (schema) => {
  if (schema.$ref) return resolve(contract.components.schemas[named(schema.$ref)])
  if (schema.allOf?.length === 1) return { ...resolve(schema.allOf[0]), ...schema }
  if (schema.oneOf) return { ...resolve(schema.oneOf[0]), ...schema }
  return schema
}
const choices = (text) => [...text.matchAll(CHOICE)].map(([, code, name]) => ({ code, name }))
const words = (text) => text.replace(CHOICE, '').trim()

function field(name, given, required, depth) {
  const schema = resolve(given)
  const text = schema.description ?? schema.title ?? name
  const [label, ...hint] = words(text).split(/[，；]/)
  const held = schema.type === 'array' ? resolve(schema.items).type : schema.type
  const shown = { name, label: labelOf(name, label, held), type: schema.type ?? 'object' }
  if (hint.length) shown.hint = words(text).slice(label.length + 1)
  if (required) shown.required = true
  if (schema.format) shown.format = schema.format
  if (schema.maxLength) shown.most = schema.maxLength
  if (schema.nullable) shown.nullable = true
  const options = choices(text)
  if (options.length) shown.choices = options
  if (schema.type === 'array') {
    const items = resolve(schema.items)
    if (items.properties && depth < 3) shown.items = fields(items, depth + 1)
    else shown.of = { type: items.type, choices: choices(items.description ?? '') }
  }
  if (schema.type === 'object' && schema.properties && depth < 3) shown.fields = fields(schema, depth + 1)
  return shown
}

const fields = (schema, depth = 0) =>
  Object.entries(schema.properties ?? {})
    .filter(([name, property]) => !property.readOnly && property.format !== 'binary' && name !== 'acknowledged')
    .map(([name, property]) => field(name, property, schema.required?.includes(name), depth))

const forms = {}
for (const [path, methods] of Object.entries(contract.paths))
  for (const [method, operation] of Object.entries(methods)) {
    if (!operation.operationId) continue
    const content = operation.requestBody?.content
    const body = (content?.['application/json'] ?? content?.['multipart/form-data'])?.schema
    const headers = (operation.parameters ?? []).filter((one) => one.in === 'header')
    if (method === 'get') continue
    forms[operation.operationId] = {
      path, method, title: operation.summary ?? '',
      needs: headers.map((one) => one.name).filter((one) => /If-Match|Idempotency-Key/.test(one)),
      fields: body ? fields(resolve(body)) : [],
    }
  }
writeFileSync(made('forms.json'), JSON.stringify(forms))
writeFileSync(made('schema.d.ts'), astToString(await openapiTS(source)))
