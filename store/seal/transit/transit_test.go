package transit_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/store/seal"
	"github.com/heliuhub/heliu/store/seal/transit"
)

// vault answers as the transit engine does: it encrypts for real, knows one token and
// one key, and refuses everything while it is sealed.
type vault struct {
	*httptest.Server
	token  string
	sealed atomic.Bool
	calls  atomic.Int32
}

func startVault(t *testing.T) *vault {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	v := &vault{token: "hvs.example"}
	v.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.calls.Add(1)
		refuse := func(status int, why string) {
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(map[string][]string{"errors": {why}})
		}
		var in struct{ Plaintext, Ciphertext string }
		switch {
		case v.sealed.Load():
			refuse(http.StatusServiceUnavailable, "Vault is sealed")
			return
		case r.Header.Get("X-Vault-Token") != v.token:
			refuse(http.StatusForbidden, "permission denied")
			return
		case r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&in) != nil:
			refuse(http.StatusBadRequest, "bad request")
			return
		}
		answer := map[string]string{}
		switch r.URL.Path {
		case "/v1/team/transit/encrypt/heliu":
			plain, err := base64.StdEncoding.DecodeString(in.Plaintext)
			if err != nil {
				refuse(http.StatusBadRequest, "failed to base64-decode plaintext")
				return
			}
			nonce := make([]byte, gcm.NonceSize())
			_, _ = rand.Read(nonce)
			answer["ciphertext"] = "vault:v1:" + base64.StdEncoding.EncodeToString(gcm.Seal(nonce, nonce, plain, nil))
		case "/v1/team/transit/decrypt/heliu":
			b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(in.Ciphertext, "vault:v1:"))
			if err != nil || len(b) < gcm.NonceSize() {
				refuse(http.StatusBadRequest, "invalid ciphertext")
				return
			}
			plain, err := gcm.Open(nil, b[:gcm.NonceSize()], b[gcm.NonceSize():], nil)
			if err != nil {
				refuse(http.StatusBadRequest, "cipher: message authentication failed")
				return
			}
			answer["plaintext"] = base64.StdEncoding.EncodeToString(plain)
		default:
			refuse(http.StatusNotFound, "no handler for route")
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"data": answer})
	}))
	t.Cleanup(v.Close)
	return v
}

func (v *vault) open(t *testing.T, path string) *transit.Transit {
	t.Helper()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(v.token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	k, err := transit.Open("transit+"+v.URL+path, file)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if err == nil || fault.As(err).Code != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestAKeyFileUnderTheService(t *testing.T) {
	v := startVault(t)
	kms := v.open(t, "/team/transit/heliu")
	path := filepath.Join(t.TempDir(), "keys.json")
	place := seal.Place{Workspace: "w", Connection: "c", Field: "secret/x"}

	plain, err := seal.OpenKeyring(path) // as it was before there was a service
	if err != nil {
		t.Fatal(err)
	}
	envelope, _, err := plain.Seal(place, []byte("geheim"))
	if err != nil {
		t.Fatal(err)
	}
	k, err := seal.OpenKeyringWith(t.Context(), path, kms)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(b), "vault:v1:") || strings.Contains(string(b), `"current"`) || !strings.Contains(string(b), "transit:team/transit/heliu") {
		t.Fatalf("the file is not wrapped: %.80s, %v", b, err)
	}
	if got, err := k.Open(place, envelope); err != nil || string(got) != "geheim" {
		t.Fatalf("what was sealed before: %q, %v", got, err)
	}
	if err := k.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.sealed.Store(true) // a running hub needs the service no more
	if got, err := k.Open(place, envelope); err != nil || string(got) != "geheim" {
		t.Fatalf("while the service is away: %q, %v", got, err)
	}
	before := k.CurrentID()
	wantCode(t, "rotating while it is away", k.Rotate(t.Context()), "keys_unreached")
	if k.CurrentID() != before {
		t.Error("a rotation that was not written is in use")
	}
	_, err = seal.OpenKeyringWith(t.Context(), path, kms)
	wantCode(t, "starting while it is away", err, "keys_unreached")
	v.sealed.Store(false)
	again, err := seal.OpenKeyringWith(t.Context(), path, kms)
	if err != nil || again.CurrentID() != before {
		t.Fatalf("after the start: %v", err)
	}
	_, err = seal.OpenKeyring(path)
	wantCode(t, "without the service's address", err, "keys_missing")
}

func TestTheServiceRefuses(t *testing.T) {
	v := startVault(t)
	_, err := v.open(t, "/team/transit/other").Wrap(t.Context(), []byte("x"))
	wantCode(t, "no such key", err, "keys_missing")
	_, err = v.open(t, "/team/transit/heliu").Unwrap(t.Context(), "vault:v1:AAAA")
	wantCode(t, "not its own", err, "keys_missing")
	k := v.open(t, "/team/transit/heliu")
	v.token = "hvs.changed"
	_, err = k.Wrap(t.Context(), []byte("x"))
	wantCode(t, "another token", err, "keys_missing")
	if strings.Contains(err.Error(), "hvs.") {
		t.Errorf("the error shows a token: %v", err)
	}
	for _, bad := range []string{"", "https://v/transit/k", "transit+http://v.example/transit/k", "transit+https://v.example/k", "transit+https://u:p@v.example/transit/k", "transit+https:///transit/k"} {
		_, err := transit.Open(bad, "token")
		wantCode(t, bad, err, "bad_settings")
	}
	_, err = transit.Open("transit+https://v.example/transit/k", "")
	wantCode(t, "no token file", err, "bad_settings")
}
