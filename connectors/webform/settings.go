package webform

import (
	"encoding/base64"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// config is what the settings say, checked.
type config struct {
	mode      string
	publicKey string
	origins   []string
	secrets   []secret
	perSecond int
	perIP     int // a minute
	proxies   []netip.Prefix
}

// secret is a key that verifies signatures, until a moment (zero: for good).
type secret struct {
	key   []byte
	until time.Time
}

func newConfig(s connectors.Settings) (config, error) {
	c := config{
		mode: s.String("mode"), publicKey: s.String("public_key"),
		perSecond: s.Int("rate_limit"), perIP: s.Int("ip_rate_limit"),
	}
	bad := func(name, why string) (config, error) {
		return config{}, fault.Newf("bad_settings", "%s %s", name, why).At(name, "")
	}
	switch c.mode {
	case ModePublicKey:
		if len(c.publicKey) < 8 || len(c.publicKey) > 128 {
			return bad("public_key", "must have 8 to 128 characters")
		}
	case ModeHeliuHMAC, ModeStandardWebhooks:
		for _, name := range []string{"secret", "previous_secret"} {
			text := s.String(name)
			if text == "" {
				if name == "secret" {
					return bad(name, "is required for signed requests")
				}
				continue
			}
			key, why := secretKey(c.mode, text)
			if why != "" {
				return bad(name, why)
			}
			sec := secret{key: key}
			if day := record.Date(s.String("previous_until")); name == "previous_secret" && day != "" {
				sec.until = day.Time().AddDate(0, 0, 1)
			}
			c.secrets = append(c.secrets, sec)
		}
	default:
		return bad("mode", "is unknown")
	}
	for _, o := range s.List("origins") {
		if o != "*" {
			u, err := url.Parse(o)
			if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.TrimSuffix(u.Path, "/") != "" {
				return bad("origins", "must be origins such as https://www.example.com")
			}
			o = strings.ToLower(u.Scheme + "://" + u.Host)
		}
		c.origins = append(c.origins, o)
	}
	for _, p := range s.List("trusted_proxies") {
		if a, err := netip.ParseAddr(p); err == nil {
			c.proxies = append(c.proxies, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			return bad("trusted_proxies", "must be addresses or prefixes such as 10.0.0.0/24")
		}
		c.proxies = append(c.proxies, prefix)
	}
	if c.perSecond < 0 {
		return bad("rate_limit", "must not be negative")
	}
	if c.perIP < 0 {
		return bad("ip_rate_limit", "must not be negative")
	}
	return c, nil
}

// secretKey reads a secret as its mode writes it: Standard Webhooks as whsec_ and
// base64 of 24 to 64 bytes, ours as plain text.
func secretKey(mode, text string) (key []byte, why string) {
	if mode == ModeHeliuHMAC {
		if len(text) < 16 {
			return nil, "must have at least 16 characters"
		}
		return []byte(text), ""
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(text, "whsec_"))
	if err != nil || len(key) < 24 || len(key) > 64 {
		return nil, "must be whsec_ and base64 of 24 to 64 bytes"
	}
	return key, ""
}

// originAllowed tells whether a browser page of this origin may post.
func (c config) originAllowed(origin string) bool {
	origin = strings.ToLower(origin)
	for _, o := range c.origins {
		if o == "*" || o == origin {
			return true
		}
		if scheme, host, ok := strings.Cut(o, "://*."); ok {
			if rest, found := strings.CutPrefix(origin, scheme+"://"); found && strings.HasSuffix(rest, "."+host) {
				return true
			}
		}
	}
	return false
}
