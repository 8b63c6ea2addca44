#include "mooring/api/accounts/page_parts.hpp"

#include "mooring/base/utf8.hpp"

namespace mooring::api::accounts {
namespace {

constexpr std::string_view style = R"css(
:root{color-scheme:light dark;--paper:#fbfaf8;--card:#fff;--ink:#1d2329;--soft:#56616c;--line:#e2dfd9;--accent:#0b5c7a;--on:#fff;--bad:#a4262c}
@media(prefers-color-scheme:dark){:root{--paper:#12171b;--card:#1a2127;--ink:#eceff1;--soft:#a3b0bb;--line:#2c363e;--accent:#7cc7e4;--on:#0c1317;--bad:#ff9b9b}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.25rem;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.75rem}
h1{font-size:1.5rem;line-height:1.2;letter-spacing:-.01em;margin:0 0 .5rem}
p{margin:.25rem 0 1rem}
.soft{color:var(--soft);font-size:.92rem}
.error{color:var(--bad);border-left:3px solid;padding-left:.75rem}
label{display:block;margin:0 0 .9rem;font-weight:600}
input[type=text],input[type=email],input[type=password],input[type=number],select,textarea{display:block;width:100%;margin-top:.25rem;padding:.55rem .7rem;font:inherit;font-weight:400;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px}
a{color:var(--accent)}
input:focus-visible,button:focus-visible,select:focus-visible,textarea:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.check{font-weight:400}
fieldset{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));margin:0 0 .9rem;padding:.5rem .9rem;border:1px solid var(--line);border-radius:8px}
legend{font-weight:600}
fieldset .check{margin:.2rem 0}
.buttons{display:flex;gap:.75rem;flex-wrap:wrap;margin-top:1.25rem}
button{font:inherit;font-weight:600;padding:.55rem 1.4rem;border-radius:999px;border:1px solid var(--accent);background:var(--accent);color:var(--on);cursor:pointer}
button.quiet{background:none;color:var(--accent)}
ul{margin:.5rem 0 1rem;padding-left:1.2rem}
main.wide{max-width:44rem;align-self:start}
nav{display:flex;gap:.5rem 1.1rem;flex-wrap:wrap;margin:0 0 1rem}
h2{font-size:1.12rem;margin:2rem 0 .25rem}
ul.rows{list-style:none;padding:0}
.rows>li{display:flex;flex-wrap:wrap;gap:.4rem .75rem;align-items:center;justify-content:space-between;padding:.65rem 0;border-top:1px solid var(--line)}
.rows>li>div{flex:1 1 14rem}
.rows form{display:flex;gap:.5rem;flex-wrap:wrap;align-items:center}
.rows select{width:auto;margin:0;padding:.3rem .5rem}
.rows button{padding:.25rem .9rem}
code{display:block;margin:.2rem 0 .9rem;padding:.55rem .7rem;background:var(--paper);border:1px solid var(--line);border-radius:8px;font-size:.88rem;user-select:all}
)css";

}  // namespace

void begin_page(HtmlWriter& html, std::string_view title, PageWidth width) {
    html.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}}).open("head");
    html.raw("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    // In a page whose policy is the header's `no-referrer`, browsers send `Origin: null` with a form, which is
    // nobody's.
    html.raw("<meta name=\"referrer\" content=\"same-origin\">");
    html.element("title", {}, title).open("style").raw(style).close("style").close("head");
    html.open("body").open("main", {{"class", width == PageWidth::wide ? "wide" : ""}}).element("h1", {}, title);
}

http::Response end_page(int status, HtmlWriter& html, const std::string& form_target) {
    html.close("main").close("body").close("html").line();
    http::Response response = http::Response::text(status, "text/html; charset=utf-8", html.take());
    response.header("Cache-Control", "no-store");
    response.header("Content-Security-Policy", "default-src 'none'; style-src " + http::content_hash(style) +
                                                   "; form-action " + form_target +
                                                   "; frame-ancestors 'none'; base-uri 'none'");
    response.header("Referrer-Policy", "no-referrer");
    response.header("X-Content-Type-Options", "nosniff");
    response.header("X-Frame-Options", "DENY");
    return response;
}

void show_error(HtmlWriter& html, const PageFacts& facts) {
    if (!facts.error.empty()) html.element("p", {{"class", "error"}, {"role", "alert"}}, facts.error);
}

void begin_form(HtmlWriter& html, const PageFacts& facts, std::string_view path) {
    html.open("form", {{"method", "post"}, {"action", facts.prefix + std::string{path}}});
    html.open("input", {{"type", "hidden"}, {"name", "csrf"}, {"value", facts.csrf_token}});
}

void hidden(HtmlWriter& html, std::string_view name, const std::string& value) {
    html.open("input", {{"type", "hidden"}, {"name", std::string{name}}, {"value", value}});
}

void field(HtmlWriter& html, const Field& one) {
    html.open("label").text(one.label);
    const http::Attribute focus = one.has_focus ? http::flag("autofocus") : http::Attribute{"autofocus", ""};
    html.open("input", {{"type", one.type},
                        {"name", one.name},
                        {"value", is_valid_utf8(one.value) ? one.value : ""},  // a form can send any bytes
                        {"autocomplete", one.autocomplete},
                        one.is_required ? http::flag("required") : http::Attribute{"required", ""},
                        focus});
    html.close("label");
}

void button(HtmlWriter& html, std::string_view text) {
    html.open("div", {{"class", "buttons"}}).element("button", {{"type", "submit"}}, text).close("div");
}

void choice(HtmlWriter& html, std::string_view label, std::string_view name,
            std::initializer_list<std::pair<std::string_view, std::string_view>> options) {
    html.open("label").text(label).open("select", {{"name", std::string{name}}});
    for (const auto& [value, text] : options) html.element("option", {{"value", std::string{value}}}, text);
    html.close("select").close("label");
}

void link(HtmlWriter& html, const PageFacts& facts, std::string_view path, std::string_view text) {
    html.element("a", {{"href", facts.prefix + std::string{path}}}, text);
}

}  // namespace mooring::api::accounts
