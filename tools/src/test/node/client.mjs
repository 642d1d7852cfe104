// A client of the TypeScript SDK, which checks structured answers against the schemas of their tools. Prints "done".
// Usage: node client.mjs stdio COMMAND ARGUMENT…   or   node client.mjs http URL
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

const [kind, target, ...rest] = process.argv.slice(2);
const transport = () =>
  kind === 'http'
    ? new StreamableHTTPClientTransport(new URL(target))
    : new StdioClientTransport({ command: target, args: rest, env: process.env });

const client = new Client({ name: 'test', version: '1' });
await client.connect(transport());

const call = async (name, args) => {
  const result = await client.callTool({ name, arguments: args });
  assert.ok(!result.isError, JSON.stringify(result));
  return result.structuredContent;
};

// Knowing the schemas, the client refuses answers that do not fit them.
const { tools } = await client.listTools();
assert.ok(tools.every((tool) => tool.outputSchema && tool.annotations));

const entity = { name: 'Ada', entityType: 'person', observations: ['writes programs'] };
assert.deepEqual(await call('create_entities', { entities: [entity] }), { entities: [entity] });
await call('create_relations', { relations: [{ from: 'Ada', to: 'Bob', relationType: 'knows' }] });
await call('add_observations', {
  observations: [{ entityName: 'Ada', contents: ['likes tea'], source: 'a letter' }],
});
const found = await call('search_nodes', { query: 'tea', ranked: true, details: true, limit: 1 });
assert.equal(found.entities[0].origins[1].source, 'a letter');
assert.equal((await call('read_graph', { limit: 0 })).nextCursor !== undefined, true);
await call('open_nodes', { names: ['Ada'] });
await call('delete_observations', { deletions: [{ entityName: 'Ada', observations: ['likes tea'] }] });
await call('delete_relations', { relations: [{ from: 'Ada', to: 'Bob', relationType: 'knows' }] });
await call('delete_entities', { entityNames: ['Bob'] });

await call('record_visit', { url: 'https://example.com/', seconds: 1.5 });
await call('cache_selector', { url: 'example.com', purpose: 'search', selector: '#q' });
await call('find_selector', { url: 'example.com', purpose: 'search' });
await call('record_selector_outcome', { url: 'example.com', purpose: 'search', success: false });
await call('record_quirk', { url: 'example.com', description: 'a dialog opens' });
await call('record_pattern', { url: 'example.com', task: 'log in', actions: ['click'] });
await call('site_context', { url: 'example.com' });
await call('list_sites', {});
await call('add_skill', { id: 'sum', name: 'Sum', code: 'a + b', tags: ['maths'] });
await call('record_skill_use', { id: 'sum', outcome: 'success', seconds: 1 });
await call('best_skills', { tag: 'maths' });
await call('get_skill', { id: 'sum' });
await call('record_episode', { task: 'add', outcome: 'success', agent: 'test' });
await call('newest_episodes', { agent: 'test' });

const { resources } = await client.listResources();
assert.equal(resources[0].uri, 'memory://knowledge-graph');
const graph = await client.readResource({ uri: 'memory://knowledge-graph' });
assert.equal(JSON.parse(graph.contents[0].text).entities[0].name, 'Ada');
assert.equal((await client.listResourceTemplates()).resourceTemplates.length, 2);
assert.equal((await client.listPrompts()).prompts[0].name, 'site_context');
await client.getPrompt({ name: 'site_context', arguments: { url: 'example.com' } });

// The first client hears of a change that a second one makes.
const updated = new Promise((resolve) =>
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, (notice) => resolve(notice.params.uri)),
);
await client.subscribeResource({ uri: 'memory://knowledge-graph' });
const other = new Client({ name: 'other', version: '1' });
await other.connect(transport());
await other.callTool({
  name: 'create_entities',
  arguments: { entities: [{ name: 'Eve', entityType: 'person', observations: [] }] },
});
assert.equal(await updated, 'memory://knowledge-graph');

await other.close();
await client.close();
console.log('done');
