package web_test

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

var screenshot = flag.String("screenshot", "", "write a picture of the map of the demo to this `FILE`")

// chromium finds the browser, or skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no chromium on this machine (Debian: apt-get install chromium): the map is not looked at")
	return ""
}

// tab is a browser with one page, which remembers what the page's console said.
type tab struct {
	*testing.T
	ctx  context.Context
	mu   sync.Mutex
	said []string
}

// openBrowser starts a browser of its own, which can reach this machine and nothing else.
func openBrowser(t *testing.T, width, height int64) *tab {
	t.Helper()
	path := chromium(t)
	// Not t.TempDir: a browser that is ending may still write there, and that would
	// fail the test.
	profile, err := os.MkdirTemp("", "lifecircle-map-test-")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(profile),
		chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	b := &tab{T: t, ctx: ctx}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning {
				b.mu.Lock()
				b.said = append(b.said, m.String())
				b.mu.Unlock()
			}
		}
	}()
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(width, height)), "starting %s", path)
	return b
}

// open loads an address afresh: going from one part behind the # to another would not.
func (b *tab) open(address string) {
	b.Helper()
	require.NoError(b, chromedp.Do(b.ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(address)))
}

// patience is how long the slowest answer may take: the first question of the demo,
// computed with the race detector on a busy machine.
const patience = 4 * time.Minute

// settled waits until the page has its answer and the map has drawn it, and returns
// the page's state. A canvas that is there tells nothing: it is there, and empty, when
// the map's worker fails to load.
func (b *tab) settled() string {
	b.Helper()
	return js[string](b, `(async () => {
		const state = () => document.documentElement.dataset.state;
		while (!window.lifecircle || !state() || state() === 'busy' || document.querySelector('#reach .busy')) await new Promise((r) => setTimeout(r, 30));
		const { map } = window.lifecircle;
		const idle = new Promise((r) => map.once('idle', r));
		map.triggerRepaint();
		await idle;
		return state();
	})()`)
}

// js returns what an expression is on the page, waiting where it is a promise.
func js[T any](b *tab, expression string) T {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(b, err, "%s", expression)
	return v
}

// text returns the text of the first element that the selector finds, "" for none.
func (b *tab) text(selector string) string {
	b.Helper()
	return js[string](b, `document.querySelector(`+quote(selector)+`)?.innerText.trim() ?? ''`)
}

// choose picks an option as a person does: the page hears of it by an event.
func (b *tab) choose(selectID, value string) {
	b.Helper()
	js[bool](b, `(() => { const e = document.getElementById(`+quote(selectID)+`); e.value = `+quote(value)+`;
		if (e.value !== `+quote(value)+`) throw new Error('no such option'); return e.dispatchEvent(new Event('change', { bubbles: true })); })()`)
}

// complaints are the errors and warnings of the page's console so far.
func (b *tab) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.said...)
}

// outside lists the addresses asked for that are not of the server.
func (b *tab) outside(server string) []string {
	b.Helper()
	return js[[]string](b, `performance.getEntriesByType('resource').map((e) => e.name).filter((n) => !n.startsWith(`+quote(server)+`) && !/^(blob|data):/.test(n))`)
}
