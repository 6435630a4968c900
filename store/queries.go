package store

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed queries/*.sql
var queryFiles embed.FS

// queries holds every named query. A block begins with a line "-- name: CustomerByID"
// and goes to the next such line.
var queries = mustLoadQueries()

var nameLine = regexp.MustCompile(`^-- name: ([A-Z][A-Za-z0-9]*)$`)

// sql gives a named query. Call it in a package-level variable: a missing name then
// stops the program at its start and not in the night.
func sql(name string) string {
	q, ok := queries[name]
	if !ok {
		panic("store: there is no query " + name)
	}
	return q
}

func mustLoadQueries() map[string]string {
	out := map[string]string{}
	entries, err := queryFiles.ReadDir("queries")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		b, err := queryFiles.ReadFile("queries/" + e.Name())
		if err != nil {
			panic(err)
		}
		if err := parseQueries(e.Name(), string(b), out); err != nil {
			panic(err)
		}
	}
	return out
}

func parseQueries(file, text string, into map[string]string) error {
	var name string
	var body []string
	flush := func() error {
		if name == "" {
			return nil
		}
		q := strings.TrimSpace(strings.Join(body, "\n"))
		if q == "" {
			return fmt.Errorf("store: query %s in %s is empty", name, file)
		}
		if _, double := into[name]; double {
			return fmt.Errorf("store: query %s in %s stands twice", name, file)
		}
		into[name] = filtered(strings.TrimSuffix(q, ";"))
		return nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if m := nameLine.FindStringSubmatch(line); m != nil {
			if err := flush(); err != nil {
				return err
			}
			name, body = m[1], nil
			continue
		}
		if name == "" && strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "--") {
			return fmt.Errorf("store: %s has SQL before its first name", file)
		}
		body = append(body, line)
	}
	return flush()
}
