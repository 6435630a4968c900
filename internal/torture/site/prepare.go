package site

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/connectors/crm/fake"
	"github.com/heliuhub/heliu/internal/torture/client"
)

// prepare makes the schema and the key file, and a workspace with an API key.
func (s *Site) prepare(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, s.cfg.Bin, "migrate") //nolint:gosec // the program under test
	cmd.Env = []string{"HELIU_DATA=" + filepath.Join(s.Dir, "keys"), "HELIU_PG=" + s.DSN(), "PATH=/usr/bin:/bin"}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("heliu migrate: %w: %s", err, out)
	}
	conn, err := pgx.Connect(ctx, s.DSN())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	if err := conn.QueryRow(ctx, `insert into workspace (id, slug, name) values (gen_random_uuid(), 'torture', '拷问') returning id::text`).Scan(&s.Workspace); err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(s.key()))
	_, err = conn.Exec(ctx, `insert into api_key (id, workspace, name, hash, last4, roles, created_at, created_by)
		values (gen_random_uuid(), $1, 'torture', $2, 'test', '{admin}', now(), 'system:torture')`, s.Workspace, sum[:])
	return err
}

// key is the API key of the run.
func (s *Site) key() string {
	sum := sha256.Sum256([]byte(s.Dir + s.cfg.Secret))
	return "heliu_live_" + hex.EncodeToString(sum[:])
}

// connect makes the connections by the API of the first hub.
func (s *Site) connect(ctx context.Context) error {
	crm := func(path string) map[string]any {
		return map[string]any{"base_url": "http://" + s.sourceAddr + path, "token": fake.DefaultToken, "webhook_secret": s.cfg.Secret, "overlap": "10s"}
	}
	for _, c := range []struct {
		name, connector string
		settings        map[string]any
	}{
		{client.Push, "crm", crm("/empty")},
		{client.Form, "webform", map[string]any{"mode": "heliu_hmac", "secret": s.cfg.Secret}},
		{client.Pull, "crm", crm("")},
	} {
		id, err := s.create(ctx, map[string]any{"name": c.name, "connector": c.connector, "settings": c.settings, "poll_seconds": 1, "door": c.name})
		if err != nil {
			return fmt.Errorf("connection %s: %w", c.name, err)
		}
		s.Conns[c.name] = id
	}
	return nil
}

func (s *Site) create(ctx context.Context, body any) (string, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.HubURL(0)+"/api/v1/connections", bytes.NewReader(b))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+s.key())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return "", err
	}
	var made struct {
		ID string `json:"id"`
	}
	if resp.StatusCode != http.StatusCreated || json.Unmarshal(text, &made) != nil || made.ID == "" {
		return "", fmt.Errorf("%s: %s", resp.Status, text)
	}
	return made.ID, nil
}

// NewSecret makes a secret for both doors.
func NewSecret() string { return strings.ToLower(rand.Text()) }
