package console

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/heliuhub/heliu/fault"
)

//go:embed all:web/dist
var dist embed.FS

// web serves the built web app: its files as they are, and index.html for every
// page's address, so that a link opens the page.
type web struct {
	files fs.FS
	index []byte // nil: the web app was not built
}

func newWeb() web {
	files, err := fs.Sub(dist, "web/dist")
	if err != nil {
		panic(err) // the path is a constant
	}
	return webOf(files)
}

func webOf(files fs.FS) web {
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		index = nil
	}
	return web{files, index}
}

const notBuilt = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>合流 Heliu</title>
<body style="font:16px/1.7 system-ui;margin:4rem auto;max-width:40rem"><h1>合流 Heliu</h1>
<p>网页控制台尚未构建。请运行 <code>make up</code>，或在 <code>console/web</code> 中运行 <code>npm ci &amp;&amp; npm run build</code> 后重新构建程序。</p>
<p lang="en">The web app is not built. Run <code>make up</code>, or <code>npm ci &amp;&amp; npm run build</code> in <code>console/web</code>, and build the program again.</p>
<p><a href="/api/openapi.json">OpenAPI</a></p></body></html>
`

// ServeHTTP answers GET and HEAD.
func (s web) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if strings.HasPrefix(name, "api/") || strings.HasPrefix(name, "in/") {
		refuse(w, fault.New("not_found", nil))
		return
	}
	if f, err := fs.Stat(s.files, name); err == nil && !f.IsDir() && !strings.HasPrefix(path.Base(name), ".") && name != "index.html" {
		if strings.HasPrefix(name, "assets/") { // their names carry a hash of what they hold
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		http.ServeFileFS(w, r, s.files, name)
		return
	}
	if path.Ext(name) != "" && name != "index.html" && strings.HasPrefix(name, "assets/") {
		refuse(w, fault.New("not_found", nil))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	page := s.index
	if page == nil {
		page = []byte(notBuilt)
	}
	_, _ = w.Write(page)
}
