package store_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

func TestSecretsAreSealedAndOpenedInTheirPlaceAlone(t *testing.T) {
	dsn, keys := pgtest.Database(t), seal.NewKeyring()
	s, err := store.Open(t.Context(), dsn, store.Options{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ws := workspace(t, s, "a")
	const value = "a-very-secret-value-不可见"
	c, err := s.CreateConnection(acting(t), ws, store.NewConnection{Name: "crm", Connector: "crm", Secrets: map[string]string{"password": value, "app_key": "k"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Secrets(t.Context(), ws, c.ID)
	if err != nil || got["password"] != value || got["app_key"] != "k" || len(got) != 2 {
		t.Errorf("%v", err)
	}
	if _, err := s.UpdateConnection(acting(t), ws, c.ID, 1, store.ConnectionChange{Secrets: map[string]string{"app_key": ""}}); err != nil {
		t.Fatal(err)
	}
	names, err := s.SecretNames(t.Context(), ws, c.ID)
	if err != nil || len(names) != 1 || names[0].Name != "password" || names[0].UpdatedBy != "system:test" {
		t.Errorf("%+v, %v", names, err)
	}

	owner := ownerConn(t, dsn)
	var everything string
	if err := owner.QueryRow(t.Context(), "select (select string_agg(x::text, '') from connection x) || (select string_agg(x::text, '') from secret x) || (select string_agg(x::text, '') from audit x)").Scan(&everything); err != nil {
		t.Fatal(err)
	}
	var envelope []byte
	if err := owner.QueryRow(t.Context(), "select envelope from secret").Scan(&envelope); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(everything, "a-very-secret") || bytes.Contains(envelope, []byte("a-very-secret")) {
		t.Error("the secret lies in the database in the clear")
	}
	other := connection(t, s, ws, "other")
	if _, err := owner.Exec(t.Context(), "update secret set connection = $1", string(other)); err != nil {
		t.Fatal(err)
	}
	_, err = s.Secrets(t.Context(), ws, other)
	wantFault(t, err, "sealed_unreadable")

	keyless, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer keyless.Close()
	_, err = keyless.Secrets(t.Context(), ws, other)
	wantFault(t, err, "keys_missing")
}

func TestTokensAreKeptForTheHolder(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "crm")
	l, _ := acquire(t, s, store.ConnectionLease(c), "a", time.Hour)
	tokens := s.Tokens(ws, c, l.Token)
	if _, ok, err := tokens.Get(t.Context(), "access"); ok || err != nil {
		t.Errorf("a token that nobody kept: %t, %v", ok, err)
	}
	for _, v := range []string{"first", "second"} {
		if err := tokens.Replace(t.Context(), "access", v); err != nil {
			t.Fatal(err)
		}
		if got, ok, err := tokens.Get(t.Context(), "access"); !ok || err != nil || got != v {
			t.Errorf("got %q, %t, %v", got, ok, err)
		}
	}
}

func TestRewrapBringsEverythingUnderTheNewKey(t *testing.T) {
	keys := seal.NewKeyring()
	s, err := store.Open(t.Context(), pgtest.Database(t), store.Options{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ws := workspace(t, s, "a")
	c, err := s.CreateConnection(acting(t), ws, store.NewConnection{Name: "crm", Connector: "crm", Secrets: map[string]string{"password": "p"}})
	if err != nil {
		t.Fatal(err)
	}
	l, _ := acquire(t, s, store.ConnectionLease(c.ID), "a", time.Hour)
	if err := s.Tokens(ws, c.ID, l.Token).Replace(t.Context(), "access", "t"); err != nil {
		t.Fatal(err)
	}
	const many = 19 // more than two batches
	var sha string
	for i := range many {
		f, err := s.PutFile(acting(t), ws, c.ID, store.NewFile{Name: "x.csv", Content: []byte{byte(i)}})
		if err != nil {
			t.Fatal(err)
		}
		sha = f.SHA256
	}
	if err := keys.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := s.RewrapSecrets(acting(t), ws); err != nil || n != many+2 {
		t.Errorf("%d re-wrapped, %v", n, err)
	}
	if n, err := s.RewrapSecrets(acting(t), ws); err != nil || n != 0 {
		t.Errorf("a second time: %d, %v", n, err)
	}
	if err := keys.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Secrets(t.Context(), ws, c.ID); err != nil || got["password"] != "p" {
		t.Errorf("%v", err)
	}
	if got, _, err := s.Tokens(ws, c.ID, l.Token).Get(t.Context(), "access"); err != nil || got != "t" {
		t.Errorf("%v", err)
	}
	r, err := s.Files(ws, c.ID).Open(t.Context(), sha)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if b, err := io.ReadAll(r); err != nil || !bytes.Equal(b, []byte{many - 1}) {
		t.Errorf("%v, %v", b, err)
	}
}

func TestFilesAreKeptOnceInOrder(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	c := connection(t, s, ws, "lists")
	upload := func(content string) error {
		_, err := s.PutFile(acting(t), ws, c, store.NewFile{Name: "展会.csv", Kind: "fair", Params: map[string]string{"event": "CMEF"}, Content: []byte(content)})
		return err
	}
	for _, content := range []string{"one", "two", ""} {
		if err := upload(content); err != nil {
			t.Fatal(err)
		}
	}
	wantFault(t, upload("two"), "duplicate_file")
	list, err := s.Files(ws, c).List(t.Context(), 1)
	if err != nil || len(list) != 2 || list[0].Seq != 2 || list[0].Size != 3 || list[0].Name != "展会.csv" || list[0].Params["event"] != "CMEF" || list[0].UploadedAt.IsZero() {
		t.Errorf("%+v, %v", list, err)
	}
	r, err := s.Files(ws, c).Open(t.Context(), list[0].SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if b, err := io.ReadAll(r); err != nil || string(b) != "two" {
		t.Errorf("%q, %v", b, err)
	}
	_, err = s.Files(ws, c).Open(t.Context(), strings.Repeat("0", 64))
	wantFault(t, err, "not_found")
	_, err = s.PutFile(acting(t), ws, c, store.NewFile{Content: make([]byte, store.MaxFile+1)})
	wantFault(t, err, "file_too_large")
	if err := s.DeleteConnection(acting(t), ws, c, ""); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Files(ws, c).List(t.Context(), 0); err != nil || len(list) != 0 {
		t.Errorf("%d files outlive their connection, %v", len(list), err)
	}
}

func TestMappingsHaveVersionsThatNeverChange(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	of := store.MappingOf{Connector: "crm", Stream: "leads"}
	for i, yaml := range []string{"a: 1", "a: 2"} {
		m, err := s.PublishMapping(acting(t), ws, of, i, yaml, "why")
		if err != nil || m.Version != i+1 || m.YAML != yaml || m.CreatedBy != "system:test" {
			t.Fatalf("%+v, %v", m, err)
		}
	}
	_, err := s.PublishMapping(acting(t), ws, of, 1, "a: 3", "")
	wantFault(t, err, "conflict")
	if m, err := s.Mapping(t.Context(), ws, of, 0); err != nil || m.YAML != "a: 2" {
		t.Errorf("in force: %+v, %v", m, err)
	}
	if m, err := s.Mapping(t.Context(), ws, of, 1); err != nil || m.YAML != "a: 1" {
		t.Errorf("version 1: %+v, %v", m, err)
	}
	if all, err := s.MappingVersions(t.Context(), ws, of); err != nil || len(all) != 2 || all[0].Version != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	of.Connection = connection(t, s, ws, "crm")
	_, err = s.Mapping(t.Context(), ws, of, 0)
	wantFault(t, err, "not_found")
	for _, q := range []string{"update mapping set yaml = ''", "delete from mapping"} {
		err := s.InWorkspace(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, q)
			return err
		})
		wantFault(t, err, "internal")
	}
}

func TestAnIdempotencyKeyDoesTheWorkOnce(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	begin := func(actor string, request byte, at time.Time) (*store.Answer, error) {
		return s.BeginIdempotent(t.Context(), ws, actor, "key-1", [32]byte{request}, at)
	}
	if a, err := begin("user:1", 1, now); a != nil || err != nil {
		t.Fatalf("%v, %v", a, err)
	}
	_, err := begin("user:1", 1, now)
	wantFault(t, err, "idempotency_running")
	if a, err := begin("user:2", 1, now); a != nil || err != nil {
		t.Errorf("keys are an actor's own: %v, %v", a, err)
	}
	if err := s.FinishIdempotent(t.Context(), ws, "user:1", "key-1", store.Answer{Status: 201, Body: []byte("done")}); err != nil {
		t.Fatal(err)
	}
	if a, err := begin("user:1", 1, now); err != nil || a == nil || a.Status != 201 || string(a.Body) != "done" {
		t.Errorf("%+v, %v", a, err)
	}
	_, err = begin("user:1", 2, now)
	wantFault(t, err, "idempotency_mismatch")
	if a, err := begin("user:1", 2, now.Add(store.IdempotencyKept+time.Second)); a != nil || err != nil {
		t.Errorf("after its time: %v, %v", a, err)
	}
	if a, err := begin("user:2", 1, now.Add(store.IdempotencyGivenUp+time.Second)); a != nil || err != nil {
		t.Errorf("after its worker died: %v, %v", a, err)
	}
	if err := s.ForgetIdempotent(t.Context(), ws, "user:2", "key-1"); err != nil {
		t.Fatal(err)
	}
	if a, err := begin("user:2", 9, now); a != nil || err != nil {
		t.Errorf("after work that failed: %v, %v", a, err)
	}
	if n, err := s.PurgeIdempotent(t.Context(), ws, now.Add(3*store.IdempotencyKept)); err != nil || n != 2 {
		t.Errorf("purged %d, %v", n, err)
	}
}
