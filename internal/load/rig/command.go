package rig

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/heliuhub/heliu/access"
)

// Key makes an API key of an administrator of the workspace.
func (r *Rig) Key(ctx context.Context, now time.Time) (string, error) {
	ctx = access.With(ctx, access.SystemActor("bench", r.Workspace))
	text, _, err := access.NewGate(r.Store, access.NewAttempts()).IssueKey(ctx, now, access.NewKey{Name: "bench", Roles: []access.Role{access.Admin}})
	return text, err
}

// Ask runs a command of the program that asks the hub at addr, with an API key, and
// decodes the JSON it prints.
func (r *Rig) Ask(ctx context.Context, addr, key string, into any, args ...string) error {
	cmd := exec.CommandContext(ctx, r.bin, append(args, "--json")...) //nolint:gosec // the program that is measured
	cmd.Env = append(os.Environ(), "HELIU_DATA="+r.dir, "HELIU_URL=http://"+addr, "HELIU_KEY="+key)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("heliu %s: %w\n%s%s", strings.Join(args, " "), err, out, said.String())
	}
	if err := json.Unmarshal(out, into); err != nil {
		return fmt.Errorf("heliu %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}
