// Starts GraphiQL. Its queries carry a bearer of the creators' web app, which the session of this browser is silently
// given, as the app itself does it (docs/graphql.md).
(() => {
    "use strict";
    const client = "05a1371ee5194c27860b3ff3ff3979d2";
    const redirect = "https://podcasters.spotify.com";
    const scope = "streaming ugc-image-upload user-read-email user-read-private";
    const renewal = 300_000; // ms before the end of a token's life

    const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const random = (length) => base64url(crypto.getRandomValues(new Uint8Array(length)));

    async function digest(text) {
        if (crypto.subtle) return ["S256", base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))];
        throw new Error("this page needs https, or a server on this machine");
    }

    async function newToken() {
        const state = random(32);
        const verifier = random(64);
        const [method, challenge] = await digest(verifier);
        const query = new URLSearchParams({
            response_type: "code", client_id: client, scope, redirect_uri: redirect, code_challenge: challenge,
            code_challenge_method: method, state, response_mode: "web_message", prompt: "none",
        });
        const page = await (await fetch(`/accounts/oauth2/v2/auth?${query}`)).text();
        if (page.includes("login_required")) {
            location.assign("/accounts/login?continue=%2Fgraphiql");
            throw new Error("sign in again");
        }
        const code = /"?code"?\s*:\s*"([^"]+)"/.exec(page);
        if (!code || !page.includes(state)) throw new Error("the server gave no code");
        const answer = await fetch("/accounts/api/token", {
            method: "POST",
            body: new URLSearchParams({
                grant_type: "authorization_code", client_id: client, code: code[1], redirect_uri: redirect,
                code_verifier: verifier,
            }),
        });
        if (!answer.ok) throw new Error(`the server gave no token: ${answer.status}`);
        const { access_token: token, expires_in: seconds } = await answer.json();
        return { token, until: performance.now() + seconds * 1000 };
    }

    let asked = null; // one at a time, shared by all queries
    function token() {
        asked ??= newToken().catch((error) => {
            asked = null;
            throw error;
        });
        return asked.then((given) => {
            if (performance.now() < given.until - renewal) return given.token;
            asked = null;
            return token();
        });
    }

    async function fetcher(request, options) {
        const send = async () => fetch("/graph/v2/graph-pq", {
            method: "POST",
            headers: { ...options?.headers, "Content-Type": "application/json", Authorization: `Bearer ${await token()}` },
            body: JSON.stringify(request),
        });
        let answer = await send();
        if (answer.status === 401) {
            asked = null;
            answer = await send();
        }
        return answer.json();
    }

    const example = "# Every type and field is described in the docs on the left.\n" +
        "query MyShows {\n  showsForUser(showsForUserRequest: {showFilter: ALL}) {\n" +
        "    shows {\n      uri\n      name\n      hostingProvider\n    }\n  }\n}\n";
    ReactDOM.createRoot(document.getElementById("graphiql"))
        .render(React.createElement(GraphiQL, { fetcher, defaultQuery: example, shouldPersistHeaders: false }));
})();
