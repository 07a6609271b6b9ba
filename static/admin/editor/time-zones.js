// Times in time zones, by the browser's own data.

const FIELDS = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };

// Minutes that the clocks of a zone are ahead of UTC.
function offset(instant, zone) {
  const parts = new Intl.DateTimeFormat("en-US", { ...FIELDS, timeZone: zone, hourCycle: "h23" }).formatToParts(instant);
  const { year, month, day, hour, minute, second } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return Math.round((Date.UTC(year, month - 1, day, hour, minute, second) - instant) / 60_000);
}

// The instant of a date ("2026-11-26") and a time ("06:39:00", or nothing: midnight) in a zone, or null.
export function instantIn(zone, date, time) {
  const local = Date.parse(`${date}T${time || "00:00"}Z`);
  if (Number.isNaN(local)) return null;
  const guess = new Date(local - offset(new Date(local), zone) * 60_000);
  return new Date(local - offset(guess, zone) * 60_000);
}

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

// "Thursday, 26 November 2026 at 06:39 GMT+1 (Europe/Zurich)".
export function sentence(instant, zone, language) {
  const options = { weekday: "long", ...FIELDS, second: undefined, month: "long", timeZoneName: "shortOffset", timeZone: zone };
  return `${new Intl.DateTimeFormat(language, options).format(instant)} (${zone.replaceAll("_", " ")})`;
}

// As the value of a field for a date and time, which is in the user's own zone.
export function fieldValue(instant) {
  return new Date(instant - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
