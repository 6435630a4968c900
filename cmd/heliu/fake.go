package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	baidufake "github.com/heliuhub/heliu/connectors/baidu/fake"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/world"
)

// fakeCmd runs the systems of the demo world, and the world that moves them, in a
// process of their own: the hub meets them by HTTP alone.
type fakeCmd struct {
	Data   string `env:"HELIU_DATA" default:".heliu" type:"path" help:"Data directory; demo.json in it says how to reach the hub."`
	Parent int    `hidden:"" help:"End when this process is gone."`
}

// demoWorld is demo.json: what the demo's connections and its world share.
type demoWorld struct {
	Seed       uint64            `json:"seed"`
	Size       world.Size        `json:"size"`
	Hub        string            `json:"hub"`
	Listen     string            `json:"listen"` // of the local servers
	Mail       string            `json:"mail"`   // of the local mail server
	FormKey    string            `json:"form_key"`
	HookSecret string            `json:"hook_secret"`
	APIKey     string            `json:"api_key"`
	Workspace  string            `json:"workspace"`
	IDs        map[string]string `json:"ids"` // connection name → id
	Every      time.Duration     `json:"every"`
}

// worldMemory keeps how far the world was played in world.json.
type worldMemory struct{ dir dataDir }

// Load implements world.Memory.
func (m worldMemory) Load() (p world.Progress, err error) {
	_, err = m.dir.load("world.json", &p)
	return p, err
}

// Save implements world.Memory.
func (m worldMemory) Save(p world.Progress) error { return m.dir.save("world.json", p) }

// Run serves until the context ends or the parent is gone.
func (c *fakeCmd) Run(ctx context.Context) error {
	dir := dataDir(c.Data)
	var d demoWorld
	if ok, err := dir.load("demo.json", &d); err != nil || !ok {
		return fmt.Errorf("demo.json is not in %s; heliu up writes it: %w", c.Data, errors.Join(err, os.ErrNotExist))
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if c.Parent != 0 {
		go endWithout(ctx, c.Parent, cancel)
	}
	w := world.Generate(world.Config{Seed: d.Seed, Size: d.Size})
	p := world.NewPlayer(w, world.PlayerConfig{
		Hub: d.Hub, FormKey: d.FormKey, HookSecret: d.HookSecret, APIKey: d.APIKey, Connections: d.IDs,
		Every: d.Every, Clock: clock.System{}, Log: slog.Default(), Memory: worldMemory{dir},
	})
	if err := keepToken(dir, p.Fakes().Baidu); err != nil {
		return err
	}
	m, err := newMessengers(w.Staff(), clock.System{})
	if err != nil {
		return err
	}
	ln, err := listenSoon(ctx, d.Listen)
	if err != nil {
		return err
	}
	post, err := listenSoon(ctx, d.Mail)
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: demoSystems(p, m), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		<-ctx.Done()
		_ = srv.Close()
		m.mail.Close()
	}()
	go func() {
		if err := m.mail.Serve(post); ctx.Err() == nil {
			slog.Error("the local mail server stopped", "error", err)
		}
	}()
	go func() {
		if err := p.Run(ctx); ctx.Err() == nil {
			slog.Error("the demo world stopped", "error", err)
		}
	}()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// vendorMemory is fake.json: what the local servers must remember over a restart, as
// the real systems do.
type vendorMemory struct {
	BaiduRefresh string `json:"baidu_refresh"`
}

// keepToken lets the local Baidu go on with the refresh token it gave out last.
func keepToken(dir dataDir, b *baidufake.Server) error {
	var m vendorMemory
	if _, err := dir.load("fake.json", &m); err != nil {
		return err
	}
	if m.BaiduRefresh != "" {
		b.Restore(m.BaiduRefresh)
	}
	b.OnGrant(func(token string) {
		if err := dir.save("fake.json", vendorMemory{token}); err != nil {
			slog.Error("the local Baidu forgets its token", "error", err)
		}
	})
	return nil
}

// demoSystems puts the local servers on one address by their paths.
func demoSystems(p *world.Player, m *messengers) http.Handler {
	f, control := p.Fakes(), p.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.ToLower(r.URL.Path)
		switch {
		case strings.HasPrefix(path, "/world/"):
			control.ServeHTTP(w, r)
		case strings.HasPrefix(path, "/k3cloud/"):
			f.Kingdee.ServeHTTP(w, r)
		case strings.HasPrefix(path, "/json/"), strings.HasPrefix(path, "/oauth/"):
			f.Baidu.ServeHTTP(w, r)
		case m.takes(path):
			m.ServeHTTP(w, r)
		default:
			f.CRM.ServeHTTP(w, r)
		}
	})
}

// listenSoon listens on addr; a predecessor may still be letting go of it.
func listenSoon(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	for try := 0; ; try++ {
		ln, err := lc.Listen(ctx, "tcp", addr)
		if err == nil || try == 50 {
			return ln, err
		}
		if err := (clock.System{}).Sleep(ctx, 100*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// endWithout calls stop when the parent process is gone.
func endWithout(ctx context.Context, parent int, stop func()) {
	for (clock.System{}).Sleep(ctx, 500*time.Millisecond) == nil {
		if os.Getppid() != parent {
			stop()
			return
		}
	}
}
