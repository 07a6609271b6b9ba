// Uploads one file after another. What failed for reasons that pass is tried again when there is a connection, or when
// the author comes back to this window, for example from logging in.

// upload(file, onProgress) is that of image-upload.js. A job has a file, and the functions waits, progresses, ends
// (with the stored image) and fails (with the reason).
export function makeQueue(upload) {
  const jobs = new Set();
  let running = null;
  let onIdle = () => {};

  async function next() {
    const job = running ? null : [...jobs].find(({ state }) => state === "waiting");
    if (!job) return void (running || onIdle());
    running = job;
    job.state = "sending";
    const { result, abort } = upload(job.file, job.progresses);
    job.abort = abort;
    job.progresses(0);
    const answer = await result;
    running = null;
    if (jobs.has(job)) settle(job, answer);
    next();
  }

  function settle(job, answer) {
    if (answer.isTemporary) job.state = "failed";
    else jobs.delete(job);
    if (answer.image) job.ends(answer.image);
    else job.fails(answer);
  }

  function start(job) {
    jobs.add(job);
    job.state = "waiting";
    job.waits();
    next();
  }

  function cancel(job) {
    jobs.delete(job);
    job.abort?.();
    next();
  }

  function retryAll() {
    for (const job of jobs) if (job.state === "failed") start(job);
  }

  for (const name of ["online", "focus"]) window.addEventListener(name, retryAll);
  return {
    start,
    cancel,
    isBusy: () => [...jobs].some(({ state }) => state !== "failed"),
    isEmpty: () => jobs.size === 0,
    holds: (placeholder) => [...jobs].some((job) => job.placeholder === placeholder),
    whenIdle(call) {
      onIdle = call;
    },
  };
}

// A form that is submitted during uploads is submitted when they have ended, and not while one has failed.
export function holdForm(form, queue, say) {
  let held = null;
  queue.whenIdle(() => {
    say(held && !queue.isEmpty() ? "failed" : null);
    if (held && queue.isEmpty()) form.requestSubmit(held.submitter);
    held = null;
  });
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || queue.isEmpty()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say(queue.isBusy() ? "held" : "failed");
      held = queue.isBusy() ? { submitter: event.submitter } : null;
    },
    true,
  );
  window.addEventListener("beforeunload", (event) => {
    if (!queue.isEmpty()) event.preventDefault();
  });
}
