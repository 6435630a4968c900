package main

import "testing"

func TestThePublicAddress(t *testing.T) {
	for in, want := range map[string]struct {
		out    string
		secure bool
		bad    bool
	}{
		"":                             {"http://127.0.0.1:8080", false, false},
		"https://hub.example.com":      {"https://hub.example.com", true, false},
		"https://hub.example.com/":     {"https://hub.example.com", true, false},
		"http://localhost:8080":        {"http://localhost:8080", false, false},
		"http://hub.example.com":       {bad: true},
		"https://hub.example.com/path": {bad: true},
		"https://a@hub.example.com":    {bad: true},
		"hub.example.com":              {bad: true},
	} {
		out, secure, err := publicAddress(in, "http://127.0.0.1:8080")
		if (err != nil) != want.bad || out != want.out || secure != want.secure {
			t.Errorf("%q: %q, %t, %v", in, out, secure, err)
		}
	}
}
