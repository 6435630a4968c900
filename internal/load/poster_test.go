package load_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/heliuhub/heliu/internal/load"
)

func TestPosterSignsWhatItSends(t *testing.T) {
	t.Parallel()
	const secret = "a secret of the tests"
	var mu sync.Mutex
	nonces, peers := map[string]bool{}, map[string]bool{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		nonce := r.Header.Get("X-Heliu-Nonce")
		mac := hmac.New(sha256.New, []byte(secret))
		_, _ = io.WriteString(mac, r.Header.Get("X-Heliu-Timestamp")+"."+nonce+"."+string(body))
		mu.Lock()
		repeated := nonces[nonce]
		nonces[nonce], peers[r.RemoteAddr] = true, true
		mu.Unlock()
		if r.URL.Path != "/in/form" || repeated || r.Header.Get("X-Heliu-Signature") != "sha256="+hex.EncodeToString(mac.Sum(nil)) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, strings.Repeat("x", len(body)))
	}))
	defer srv.Close()
	p := load.NewPoster(strings.TrimPrefix(srv.URL, "http://"), "/in/form", secret, 3)
	defer p.Close()
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			for _, body := range []string{`{"a":1}`, "", strings.Repeat("长", 1000)} {
				if status, err := p.Post(t.Context(), []byte(body)); status != http.StatusAccepted || err != nil {
					t.Errorf("%d, %v", status, err)
				}
			}
		})
	}
	all.Wait()
	if len(peers) > 3 || len(nonces) != 36 {
		t.Errorf("%d connections, want at most 3; %d nonces, want 36", len(peers), len(nonces))
	}
}

func TestPosterMakesABrokenConnectionAnew(t *testing.T) {
	t.Parallel()
	n := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	defer srv.Close()
	p := load.NewPoster(strings.TrimPrefix(srv.URL, "http://"), "/", "secret", 1)
	defer p.Close()
	if status, err := p.Post(t.Context(), []byte("{}")); err == nil {
		t.Fatalf("a cut connection gave %d", status)
	}
	if status, err := p.Post(t.Context(), []byte("{}")); status != http.StatusAccepted || err != nil {
		t.Fatalf("%d, %v", status, err)
	}
}
