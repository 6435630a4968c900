// Command serve runs the identity provider of the tests for a browser: it prints its
// address and lets people choose who they are. Its arguments are client, secret and the
// redirect addresses.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/oidctest"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("usage: serve client secret redirect…")
	}
	p, err := oidctest.Make(clock.System{}.Now)
	if err != nil {
		return err
	}
	p.AddClient(args[0], oidctest.Client{Secret: args[1], Redirects: args[2:]})
	p.Ask(
		oidctest.Person{Subject: "u-1001", Email: "wang@example.com", EmailVerified: true, Username: "wang", Name: "王小明（示例）"},
		oidctest.Person{Subject: "u-1002", Email: "stranger@example.com", EmailVerified: true, Username: "stranger", Name: "没有账号的人（示例）"},
	)
	ln, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it ends with the process
	if err != nil {
		return err
	}
	p.At("http://" + ln.Addr().String())
	_, _ = fmt.Fprintln(os.Stdout, p.Issuer())
	s := &http.Server{Handler: p, ReadHeaderTimeout: 5 * time.Second}
	return s.Serve(ln)
}
