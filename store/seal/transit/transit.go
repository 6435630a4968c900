// Package transit wraps the key file by the transit engine of HashiCorp Vault or
// OpenBao: POST /v1/{mount}/encrypt/{key} and …/decrypt/{key}, plain text in base64,
// answers as {"data":{"ciphertext"|"plaintext"}} (Vault HTTP API, secret/transit).
package transit

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// Scheme is how the address of a transit engine begins.
const Scheme = "transit+"

// Transit is one key of a transit engine. It is safe for concurrent use.
type Transit struct {
	client    *rest.Client
	at        string // mount/key, for people
	encrypt   string
	decrypt   string
	tokenFile string
}

// Open reads an address such as transit+https://vault.example:8200/transit/heliu: the
// mount is transit, the key heliu. The token lies in a file, read anew for each call,
// so that an agent may renew it. Plain http is for this machine only. Nothing is asked yet.
func Open(address, tokenFile string) (*Transit, error) {
	u, err := url.Parse(strings.TrimPrefix(address, Scheme))
	if err != nil || !strings.HasPrefix(address, Scheme) || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return nil, fault.Newf("bad_settings", "HELIU_KMS must be like transit+https://vault.example:8200/transit/heliu")
	}
	local := u.Hostname() == "localhost"
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil {
		local = ip.IsLoopback()
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return nil, fault.Newf("bad_settings", "HELIU_KMS must be https unless the service is on this machine")
	}
	path := strings.Trim(u.Path, "/")
	cut := strings.LastIndexByte(path, '/')
	if cut <= 0 || cut == len(path)-1 {
		return nil, fault.Newf("bad_settings", "HELIU_KMS must name mount and key: …/transit/heliu")
	}
	if tokenFile == "" {
		return nil, fault.Newf("bad_settings", "HELIU_KMS_TOKEN_FILE must name the file with the token")
	}
	mount, key := path[:cut], path[cut+1:]
	// Where the service is was decided by whoever runs the hub: it may be anywhere.
	everywhere := rest.Guard{AllowCIDRs: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}}
	c, err := rest.New(rest.Options{BaseURL: u.Scheme + "://" + u.Host, Transport: everywhere.Transport()})
	if err != nil {
		return nil, err
	}
	return &Transit{client: c, at: path, encrypt: "/v1/" + mount + "/encrypt/" + key, decrypt: "/v1/" + mount + "/decrypt/" + key, tokenFile: tokenFile}, nil
}

// Name implements seal.KMS.
func (t *Transit) Name() string { return "transit:" + t.at }

// Wrap implements seal.KMS.
func (t *Transit) Wrap(ctx context.Context, plain []byte) (string, error) {
	var out struct {
		Data struct {
			Ciphertext string `json:"ciphertext"`
		} `json:"data"`
	}
	if err := t.call(ctx, t.encrypt, map[string]string{"plaintext": base64.StdEncoding.EncodeToString(plain)}, &out); err != nil {
		return "", err
	}
	if out.Data.Ciphertext == "" {
		return "", fault.Newf("keys_unreached", "transit: the answer holds no ciphertext")
	}
	return out.Data.Ciphertext, nil
}

// Unwrap implements seal.KMS.
func (t *Transit) Unwrap(ctx context.Context, wrapped string) ([]byte, error) {
	var out struct {
		Data struct {
			Plaintext string `json:"plaintext"`
		} `json:"data"`
	}
	if err := t.call(ctx, t.decrypt, map[string]string{"ciphertext": wrapped}, &out); err != nil {
		return nil, err
	}
	b, err := base64.StdEncoding.DecodeString(out.Data.Plaintext)
	if err != nil || len(b) == 0 {
		return nil, fault.Newf("keys_unreached", "transit: the answer holds no plain text") // the cause could show it
	}
	return b, nil
}

// call asks the engine. What it says is never repeated: an answer may hold keys.
func (t *Transit) call(ctx context.Context, path string, body map[string]string, out any) error {
	token, err := os.ReadFile(t.tokenFile)
	if err != nil {
		return fault.Newf("keys_missing", "transit: HELIU_KMS_TOKEN_FILE cannot be read: %v", err)
	}
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	_, err = t.client.JSON(ctx, rest.Request{
		Method: http.MethodPost, Path: path, Body: b, Repeatable: true,
		Header: http.Header{"X-Vault-Token": {strings.TrimSpace(string(token))}},
	}, out)
	switch f := fault.As(err); {
	case err == nil:
		return nil
	case f.Kind == fault.Unauthorized:
		return fault.Newf("keys_missing", "transit: the key service refuses the token or does not allow it to use %s", t.at)
	case f.Kind == fault.NotFound, f.Kind == fault.Invalid:
		return fault.Newf("keys_missing", "transit: the key service has no key %s, or does not know what was wrapped", t.at)
	default:
		return fault.Newf("keys_unreached", "transit: the key service does not answer (%s)", f.Code)
	}
}
