// Shows under a date control, while one types, the day that will be understood, as
// data-date-echo writes it. The server judges: what is not read here shows nothing.
const THAI_ZERO = 0x0e50;
const plain = (name) => name.replaceAll(".", "").toLowerCase();
const months = new Map([["sept", 8]]);
for (const language of ["th", "en"]) {
  for (const month of ["long", "short"]) {
    const format = new Intl.DateTimeFormat(language, { month, timeZone: "UTC" });
    for (let i = 0; i < 12; i += 1) months.set(plain(format.format(Date.UTC(2023, i, 1))), i);
  }
}
const YEAR_FIRST = /^(?<year>\d{4})([-/.])(?<month>\d{1,2})\2(?<day>\d{1,2})$/;
const DAY_FIRST = /^(?:วัน\S*ที่ ?)?(?<day>\d{1,2})[ /.,-]*(?<month>(?<=[ /.,-])\d{1,2}|[^\d\s/.,-][^\d\s/-]*)[ /.,-]*(?:(?:พ\.? ?ศ\.?) ?)?(?<!\d)(?<year>\d{2}|\d{4})$/;

function christian(text) {
  const year = Number(text);
  if (text.length === 2) return 2500 + year - 543;
  if (year >= 2400 && year <= 2700) return year - 543;
  return year >= 1900 && year <= 2200 ? year : NaN;
}

function understood(typed) {
  const text = typed
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - THAI_ZERO))
    .replace(/\s+/g, " ").trim().toLowerCase();
  const parts = (YEAR_FIRST.exec(text) ?? DAY_FIRST.exec(text))?.groups;
  if (!parts) return null;
  const month = /^\d/.test(parts.month) ? Number(parts.month) - 1 : months.get(plain(parts.month));
  const year = christian(parts.year);
  const day = new Date(Date.UTC(year, month, Number(parts.day)));
  const inRange = year + 543 >= 2540 && year + 543 <= 2600;
  return inRange && day.getUTCMonth() === month && day.getUTCFullYear() === year ? day : null;
}

function written(day, pattern) {
  const language = document.documentElement.lang;
  const name = (style) => new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC" }).format(day);
  const words = {
    weekday: name({ weekday: "long" }), month: name({ month: "long" }),
    day: day.getUTCDate(), ce: day.getUTCFullYear(), be: day.getUTCFullYear() + 543,
  };
  return pattern.replace(/\{(\w+)\}/g, (_match, word) => words[word]);
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-date-echo]")) return;
  const day = understood(target.value);
  target.nextElementSibling.textContent = day ? written(day, target.dataset.dateEcho) : "";
});
