// The states of autosave as a pure function: reduce(state, event) returns the next state and a list of effects.
// It knows nothing about the page, the network or the clock; autosave.js carries the effects out.
//
// States: clean, dirty, sending, offline, loggedOut, otherTab, rejected.
// Events: input, timer, wake, flush, replace, useCopy, kept, notKept; and the answers to a request: saved, lost,
// loggedOut, otherTab, gone, rejected.
// Effects: wait (milliseconds until "timer"), store (a copy on this device), send (a request), forget (the copy).

export const QUIET = 2500;
const RETRY = [1000, 2000, 4000, 8000, 16_000, 30_000];

// local says whether this device holds a copy of the text: "no", "kept" or "failed".
export function start(seen = "", savedAt = "") {
  return { name: "clean", seq: 0, isChanged: false, tries: 0, savedAt, local: "no", seen, stale: null, reason: "" };
}

// A request with the text as it is now. A text that was sent before keeps its number, so the server stores it once.
function send(state, replace = false) {
  const seq = state.isChanged || state.seq === 0 ? state.seq + 1 : state.seq;
  const next = { ...state, name: "sending", seq, isChanged: false, reason: "" };
  return [next, [{ type: "store" }, { type: "send", seq, seen: state.seen, replace }]];
}

function retryLater(state, reason) {
  const delay = RETRY[Math.min(state.tries, RETRY.length - 1)];
  return [{ ...state, name: "offline", tries: state.tries + 1, reason }, [{ type: "wait", ms: delay }]];
}

function saved(state, { at, seen, stale = null }) {
  const next = { ...state, savedAt: at, seen, stale, tries: 0, reason: "" };
  if (state.isChanged) return [{ ...next, name: "dirty" }, [{ type: "wait", ms: QUIET }]];
  return [{ ...next, name: "clean", local: "no" }, [{ type: "forget" }]];
}

const WAITING_FOR_A_PERSON = new Set(["otherTab", "loggedOut"]);

const HANDLERS = {
  input(state) {
    const next = { ...state, isChanged: true, local: "no" };
    if (WAITING_FOR_A_PERSON.has(state.name)) return [next, [{ type: "store" }]];
    if (state.name === "sending") return [next, []];
    if (state.name === "offline") return [next, [{ type: "store" }]];
    return [{ ...next, name: "dirty" }, [{ type: "wait", ms: QUIET }]];
  },
  timer: (state) => (state.name === "dirty" || state.name === "offline" ? send(state) : [state, []]),
  wake: (state) => (state.name === "offline" || state.name === "loggedOut" ? send(state) : [state, []]),
  flush: (state) => (["dirty", "offline", "loggedOut", "rejected"].includes(state.name) ? send(state) : [state, []]),
  replace: (state) => (state.name === "otherTab" ? send({ ...state, isChanged: true }, true) : [state, []]),
  useCopy: (state) => send({ ...state, isChanged: true, seen: "" }, true),
  kept: (state) => [state.name === "clean" ? state : { ...state, local: "kept" }, []],
  notKept: (state) => [{ ...state, local: "failed" }, []],
};

const ANSWERS = {
  saved,
  lost: (state, { reason = "" }) => retryLater(state, reason),
  loggedOut: (state, { login }) => [{ ...state, name: "loggedOut", login }, []],
  otherTab: (state, { at }) => [{ ...state, name: "otherTab", otherAt: at }, []],
  gone: (state) => send(state),
  rejected: (state, { reason }) => [{ ...state, name: "rejected", reason }, []],
};

export function reduce(state, event) {
  if (event.type in HANDLERS) return HANDLERS[event.type](state);
  // An answer to a request that isn't the current one says nothing about the current text.
  if (state.name !== "sending" || event.seq !== state.seq) return [state, []];
  return ANSWERS[event.type](state, event);
}

// Whether leaving the page would lose something: neither the server nor this device has it.
export const wouldLose = (state) => (state.name !== "clean" || state.isChanged) && state.local !== "kept";

// The name of the sentence to show.
export function describe(state) {
  if (state.name === "offline" || state.name === "rejected") return state.local === "failed" ? "lost" : state.name;
  if (state.name === "clean") return state.savedAt ? "saved" : "";
  return state.name;
}
