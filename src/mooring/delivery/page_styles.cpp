#include <string>

#include "mooring/delivery/page_parts.hpp"

namespace mooring::delivery {

std::string_view page_style() {
    return R"css(
:root{color-scheme:light dark;--paper:#fbfaf8;--card:#fff;--ink:#1d2329;--soft:#56616c;--line:#e2dfd9;--accent:#0b5c7a}
@media(prefers-color-scheme:dark){:root{--paper:#12171b;--card:#1a2127;--ink:#eceff1;--soft:#a3b0bb;--line:#2c363e;--accent:#7cc7e4}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
main,footer{max-width:52rem;margin:0 auto;padding:1.25rem}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,audio:focus-visible,video:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:4px}
h1{font-size:clamp(1.6rem,5vw,2.4rem);line-height:1.15;letter-spacing:-.02em;margin:0 0 .35rem}
h2{font-size:1.35rem;letter-spacing:-.01em;margin:2.5rem 0 1rem}
h3{font-size:1.1rem;line-height:1.35;margin:0}
h1,h3,p,.notes li,.card strong{unicode-bidi:plaintext}
h3 a,.card a{color:inherit;text-decoration:none}
h3 a:hover,.card a:hover{text-decoration:underline}
.hero{display:grid;gap:1.25rem;align-items:start;padding:.75rem 0 1.5rem;border-bottom:1px solid var(--line)}
.art{width:min(100%,16rem);height:auto;aspect-ratio:1;object-fit:cover;border-radius:14px;box-shadow:0 8px 28px rgb(0 0 0/.18);background:var(--line)}
.no-art{background:linear-gradient(135deg,var(--accent),var(--line))}
.by,.meta{color:var(--soft);margin:.15rem 0}
.meta{font-size:.9rem}
.links{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0 0;padding:0;list-style:none}
.links a{display:inline-block;padding:.45rem 1rem;border:1px solid var(--line);border-radius:999px;background:var(--card);text-decoration:none;font-size:.95rem}
.links a:hover{border-color:var(--accent)}
.notes{max-width:42rem}
.notes>:first-child{margin-top:.75rem}
.episodes{list-style:none;margin:0;padding:0;display:grid;gap:1rem}
.episode{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.1rem 1.2rem}
.episode p{margin:.4rem 0 .9rem}
audio,video{width:100%;display:block}
audio{height:44px}
.hero audio,.hero video{margin-top:.75rem}
video{border-radius:10px;background:#000;max-height:70vh}
.crumb{margin:0 0 1rem;font-size:.95rem}
.people{padding-left:1.2rem}
.pages{display:flex;justify-content:space-between;gap:1rem;margin-top:1.5rem}
.notice{background:#fff4d6;color:#4a3600;border-radius:10px;padding:.7rem 1rem;margin:0 0 1rem}
.cards{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fill,minmax(min(9rem,100%),1fr));list-style:none;padding:0;margin:1.5rem 0}
.card .art{width:100%;box-shadow:none;border:1px solid var(--line)}
.card strong{display:block;line-height:1.3;margin-top:.55rem}
footer{color:var(--soft);font-size:.85rem;padding-bottom:2.5rem}
@media(min-width:40rem){.hero{grid-template-columns:16rem 1fr;gap:2rem}.episode-page .hero{grid-template-columns:11rem 1fr}.episode-page .art{width:11rem}}
)css";
}

std::string_view embed_style() {
    return R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2329;--soft:#56616c;--line:#dcdfe2;--accent:#0b5c7a}
@media(prefers-color-scheme:dark){:root{--paper:#171d22;--ink:#eceff1;--soft:#a3b0bb;--line:#2f3941;--accent:#7cc7e4}}
:root.light{color-scheme:light;--paper:#fff;--ink:#1d2329;--soft:#56616c;--line:#dcdfe2}
:root.dark{color-scheme:dark;--paper:#171d22;--ink:#eceff1;--soft:#a3b0bb;--line:#2f3941}
*{box-sizing:border-box}
html,body{margin:0;height:100%}
body{background:var(--paper);color:var(--ink);font:15px/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
.player{display:grid;grid-template-columns:auto 1fr;gap:14px;align-items:center;height:180px;padding:14px;border:1px solid var(--line);border-left:5px solid var(--accent);border-radius:12px}
.art{width:150px;height:150px;object-fit:cover;border-radius:8px;background:var(--line)}
.no-art{background:linear-gradient(135deg,var(--accent),var(--line))}
.info{min-width:0;display:grid;gap:4px;align-content:center}
.title,.from,.list span{unicode-bidi:plaintext}
.title{font-weight:600;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.from{color:var(--soft);font-size:13px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
a{color:inherit;text-decoration:none}
a:hover{text-decoration:underline}
a:focus-visible,audio:focus-visible,video:focus-visible,select:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
audio,video{width:100%;display:block;accent-color:var(--accent)}
audio{height:40px}
video{max-height:120px;background:#000}
.row{display:flex;gap:8px;align-items:center}
.row audio,.row video{flex:1;min-width:0}
select{font:inherit;font-size:13px;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:5px}
[hidden]{display:none!important}
.compact .player{height:96px;padding:8px 12px}
.compact .art{width:72px;height:72px}
.compact .title{-webkit-line-clamp:1}
.compact .from{display:none}
.list{list-style:none;margin:8px 0 0;padding:0}
.list a{display:flex;justify-content:space-between;gap:12px;padding:9px 12px;border-bottom:1px solid var(--line)}
.list small{color:var(--soft);white-space:nowrap}
@media(max-width:480px){
.player{grid-template-columns:72px 1fr;grid-template-rows:auto auto auto;align-content:center;gap:0 12px}
.art{width:72px;height:72px;grid-row:1/3}
.info{display:contents}
.title{align-self:end}
.from{align-self:start}
.row{grid-column:1/-1;margin-top:10px}
.compact .player{grid-template-columns:1fr}
.compact .art{display:none}
.compact .row{margin-top:4px}
}
)css";
}

namespace {

// Tells the page around the frame, and that only when its origin is known. The position is kept in memory.
constexpr std::string_view control_script = R"js(
(() => {
  const media = document.querySelector('audio,video');
  if (!media) return;
  const facts = document.body.dataset;
  const speed = document.querySelector('select');
  if (speed) {
    speed.hidden = false;
    speed.addEventListener('change', () => { media.playbackRate = Number(speed.value); });
  }
  const seek = to => {
    const end = Number.isFinite(media.duration) ? media.duration : Infinity;
    media.currentTime = Math.max(0, Math.min(to, end));
  };
  const toggle = () => { if (media.paused) { media.play().catch(() => {}); } else { media.pause(); } };
  document.addEventListener('keydown', event => {
    if (event.target.closest('a,select,audio,video') || event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = { ' ': toggle, 'k': toggle, 'ArrowLeft': () => seek(media.currentTime - 15),
      'ArrowRight': () => seek(media.currentTime + 30), 'Home': () => seek(0) };
    const action = actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  if ('mediaSession' in navigator) {
    const session = navigator.mediaSession;
    media.addEventListener('play', () => {
      session.metadata = new MediaMetadata({ title: facts.title, artist: facts.show,
        artwork: facts.art ? [{ src: facts.art }] : [] });
    });
    const handlers = { play: () => media.play(), pause: () => media.pause(),
      seekbackward: d => seek(media.currentTime - (d.seekOffset || 15)),
      seekforward: d => seek(media.currentTime + (d.seekOffset || 30)), seekto: d => seek(d.seekTime) };
    for (const name of Object.keys(handlers)) {
      try { session.setActionHandler(name, handlers[name]); } catch { /* not known to this browser */ }
    }
  }
  let origin = '';
  try {
    origin = location.ancestorOrigins?.[0] ?? (document.referrer ? new URL(document.referrer).origin : '');
  } catch { origin = ''; }
  if (window.parent === window || !origin || origin === 'null') return;
  const status = () => window.parent.postMessage({ source: 'mooring', type: 'status',
    state: media.ended ? 'ended' : media.paused ? 'paused' : 'playing', position: media.currentTime,
    duration: Number.isFinite(media.duration) ? media.duration : null, rate: media.playbackRate }, origin);
  for (const name of ['play', 'pause', 'ended', 'seeked', 'ratechange']) media.addEventListener(name, status);
  window.addEventListener('message', event => {
    if (event.source !== window.parent || event.origin !== origin || !event.data) return;
    const { type, position } = event.data;
    if (type === 'play') media.play().catch(() => {});
    else if (type === 'pause') media.pause();
    else if (type === 'seek' && Number.isFinite(position)) seek(position);
    else if (type === 'status') status();
  });
})();
)js";

}  // namespace

std::string_view embed_script() {
    static const std::string script = std::string{control_script} + std::string{report_script()};
    return script;
}

}  // namespace mooring::delivery
