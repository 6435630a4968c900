package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/heliuhub/heliu/access"
)

// accessRolesCmd shows the table of permissions; it needs no hub.
type accessRolesCmd struct {
	JSON bool `help:"Print JSON."`
}

// Run prints the table.
func (c *accessRolesCmd) Run(context.Context) error {
	if c.JSON {
		out := map[access.Action]map[access.Role]access.Scope{}
		for _, x := range access.Matrix() {
			if out[x.Action] == nil {
				out[x.Action] = map[access.Role]access.Scope{}
			}
			if x.Scope != access.None {
				out[x.Action][x.Role] = x.Scope
			}
		}
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		return e.Encode(out)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	writeRoles(w)
	return w.Flush()
}

// writeRoles writes an action a line and a role a column: how far it reaches, or a dash.
func writeRoles(w io.Writer) {
	_, _ = fmt.Fprintln(w, "ACTION\t"+strings.ToUpper(strings.ReplaceAll(listed(access.Roles), ",", "\t"))+"\t")
	var last access.Action
	for _, x := range access.Matrix() {
		if x.Action != last {
			if last != "" {
				_, _ = fmt.Fprintln(w)
			}
			_, _ = fmt.Fprintf(w, "%s\t", x.Action)
			last = x.Action
		}
		scope := string(x.Scope)
		if x.Scope == access.None {
			scope = "-"
		}
		_, _ = fmt.Fprintf(w, "%s\t", scope)
	}
	_, _ = fmt.Fprintln(w)
}
