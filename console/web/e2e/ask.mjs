// What a walk asks of the hub besides its pages.

/** @typedef {{ url: string, key: string }} Api */

/** @param {Api} hub @param {string} method @param {string} path @param {object} [body] @param {string} [ifMatch] */
export async function ask(hub, method, path, body, ifMatch) {
  const headers = { Authorization: `Bearer ${hub.key}`, ...(body && { 'Content-Type': 'application/json' }), ...(ifMatch && { 'If-Match': ifMatch }) }
  const answer = await fetch(hub.url + path, /** @type {RequestInit} */ ({ method, headers, ...(body && { body: JSON.stringify(body) }) }))
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** ended orders a job, or takes one that is there, and waits for its end. @param {Api & { get: (path: string) => Promise<any> }} hub @param {string} path @param {object} body */
export async function ended(hub, path, body) {
  let job = await ask(hub, 'POST', path, body)
  for (const until = Date.now() + 60_000; job.status === 'waiting' || job.status === 'running'; job = await hub.get(`/api/v1/jobs/${job.id}`)) {
    if (Date.now() > until) throw new Error(`${path}: the job is ${job.status} still`)
    await new Promise((done) => setTimeout(done, 300))
  }
  if (job.status !== 'done') throw new Error(`${path}: the job ${job.status} with ${job.code}`)
  return job
}
