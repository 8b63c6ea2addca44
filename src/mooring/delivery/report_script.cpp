#include "mooring/delivery/page_parts.hpp"

namespace mooring::delivery {

// Tells what was heard (measurement.md, section 4): which stretches of the recording, while they sound, and nothing of
// who listens. Nothing is sent before the first sound. What could not be sent waits, under the same ids.
std::string_view report_script() {
    return R"js(
(() => {
  const media = document.querySelector('audio,video');
  const { episode, events } = document.body.dataset;
  if (!media || !episode || !events || !window.crypto?.randomUUID) return;
  const life = 30 * 60 * 1000;
  const playback = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem('mooring ' + episode) || 'null');
      if (kept && Date.now() - kept.at < life) return kept;
    } catch { /* no storage in this frame, or nothing of ours in it */ }
    return { pid: crypto.randomUUID(), seq: 0, at: Date.now() };
  };
  const session = playback();
  const keep = () => {
    session.at = Date.now();
    try { sessionStorage.setItem('mooring ' + episode, JSON.stringify(session)); } catch { /* then not */ }
  };
  const [address, place] = media.getAttribute('src').split('#');
  media.src = address + (address.includes('?') ? '&' : '?') + 'pid=' + session.pid + (place ? '#' + place : '');

  let token = null, asked = null, waiting = [], ranges = [], from = null, last = 0, seen = 0, begun = 0, timer = 0, sending = false;
  const ask = () => asked ??= fetch(events + '/token?episode=' + encodeURIComponent(episode), { credentials: 'omit' })
    .then(answer => answer.ok ? answer.json() : Promise.reject(new Error('no token')))
    .then(answer => { token = answer.token; setTimeout(() => { token = asked = null; }, answer.expires_in * 900); })
    .catch(() => { asked = null; });
  const position = () => Math.round(media.currentTime * 1000);
  const close = () => {
    if (from !== null && last > from) ranges.push([from, last]);
    from = null;
  };
  const tidy = list => {
    const all = [];
    for (const [start, end] of list.sort((a, b) => a[0] - b[0])) {
      const before = all[all.length - 1];
      if (before && start <= before[1]) before[1] = Math.max(before[1], end); else all.push([start, end]);
    }
    return all.slice(0, 64);
  };
  const note = (type, more) => {
    const sounds = from !== null;
    close();
    waiting.push({ id: crypto.randomUUID(), t: type, at: new Date().toISOString(), pid: session.pid, episode,
      seq: ++session.seq, ranges: tidy(ranges), pos: position(), rate: media.playbackRate,
      fg: document.visibilityState === 'visible', ...more });
    if (waiting.length > 200) waiting.splice(0, waiting.length - 200);
    ranges = [];
    if (sounds && !media.paused && !media.seeking) from = last = position();
    keep();
  };
  const batch = list => JSON.stringify({ v: 1, sent_at: new Date().toISOString(), token,
    client: { kind: 'embed', version: '1' }, events: list });
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      while (waiting.length > 0) {
        await ask();
        if (!token) return;
        const list = waiting.slice(0, 100);
        const answer = await fetch(events + '/events', { method: 'POST', body: batch(list), keepalive: true, credentials: 'omit' });
        if (answer.status === 429 || answer.status >= 500) return;
        const gone = new Set(list.map(event => event.id));
        waiting = waiting.filter(event => !gone.has(event.id));
      }
    } catch { /* the next report takes them along */ } finally { sending = false; }
  };
  const report = (type, more) => { note(type, more); send(); };
  const tick = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (!media.paused) { report('progress'); tick(); } }, Date.now() - begun < 60000 ? 10000 : 30000);
  };
  // What sounded since the last look, unless the position was moved in between.
  const look = () => {
    if (media.paused || media.seeking) return;
    const now = position(), clock = performance.now();
    const most = (clock - seen) * media.playbackRate + 1000;
    if (from === null || now < last || now - last > most) { close(); from = now; }
    last = now;
    seen = clock;
  };
  media.addEventListener('playing', () => {
    look();
    if (!begun) { begun = Date.now(); report('start'); }
    tick();
  });
  media.addEventListener('timeupdate', look);
  // It sounded until now, though the last look was a moment ago.
  const stop = () => { if (from !== null) last = Math.max(last, position()); };
  media.addEventListener('pause', () => { if (begun && !media.ended) { stop(); report('pause'); } });
  media.addEventListener('seeking', () => { close(); });
  media.addEventListener('seeked', () => { if (begun) report('seek', { to: position() }); });
  media.addEventListener('ratechange', () => { if (begun) { look(); report('progress'); } });
  media.addEventListener('ended', () => { stop(); report('end'); });
  const leave = () => {
    if (!begun) return;
    look();
    if (from !== null || ranges.length) note('progress');
    if (token && waiting.length) navigator.sendBeacon(events + '/events', batch(waiting.slice(0, 100)));
  };
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') leave(); });
  window.addEventListener('pagehide', leave);
})();
)js";
}

}  // namespace mooring::delivery
