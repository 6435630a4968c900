package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/internal/approvaltest"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/pipelines/exports"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/pipelines/subjects"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

const someRules = "version: 1\nstream: customers\nentities:\n  - kind: customer\n    fields:\n      legal_name: name\n"

// approvalCases knows for each kind how to propose it, to move its ground and to see its
// effect. A kind without a case fails the test below.
func approvalCases(t *testing.T, s *store.Store, ws record.WorkspaceID) map[approval.Kind]approvaltest.Case {
	does := approved(s)
	system := access.With(t.Context(), access.SystemActor("test", ws))
	of := views.MappingOf{Connector: "crm", Stream: "customers"}
	version, opened := 0, 0
	publish := func(context.Context) error {
		var err error
		version, _, err = s.MappingInForce(t.Context(), ws, of)
		if err != nil {
			return err
		}
		_, err = s.PublishMapping(system, ws, store.MappingOf{Connector: of.Connector, Stream: of.Stream}, version, someRules+fmt.Sprintf("      region: region%d\n", version), "test")
		return err
	}
	if err := publish(system); err != nil {
		t.Fatal(err)
	}
	letter := func(n int) error {
		c, err := s.ConnectionByName(system, ws, "src")
		if err != nil {
			if c, err = s.CreateConnection(system, ws, store.NewConnection{Name: "src", Connector: "crm"}); err != nil {
				return err
			}
		}
		for range n {
			if said := pgtest.Keep(t, s, ws, `insert into dead_letter (workspace, connection, connector, stream, key, version, stage, code, kind, kpart, koff, day, first_at, last_at, status, message_zh, message_en)
				select $1::text::uuid, $2::text::uuid, 'crm', 'customers', 'K' || gen_random_uuid(), '1', 'map', 'bad_value', 'record', 0, 0, now()::date, now(), now(), 'open', 'x', 'x'`, string(ws), string(c.ID)); said != "" {
				return fmt.Errorf("letter: %s", said)
			}
		}
		return nil
	}
	if err := letter(letters.DiscardAlone + 5); err != nil {
		t.Fatal(err)
	}
	third, err := access.NewGate(s, nil).AddMember(system, time.Now(), access.NewMember{SignIn: "third." + string(ws), Name: "third", Roles: []access.Role{access.IT}})
	if err != nil {
		t.Fatal(err)
	}
	person := ""
	persons := func(n int) error {
		if said := pgtest.Keep(t, s, ws, `insert into golden (workspace, id, kind, status, name, first_seen, version, created_at, updated_at)
			select $1::text::uuid, gen_random_uuid(), 'person', 'active', 'x', 1, 1, now(), now() from generate_series(1, $2)`, string(ws), n); said != "" {
			return errors.New(said)
		}
		return nil
	}
	if err := persons(40); err != nil {
		t.Fatal(err)
	}
	count := func(query string) func(context.Context, string) (int, error) {
		return func(_ context.Context, id string) (n int, err error) {
			_, err = fmt.Sscan(pgtest.Text(t, s, ws, query, id), &n)
			return n, err
		}
	}
	return map[approval.Kind]approvaltest.Case{
		approval.MappingApply: {
			Does: does[approval.MappingApply],
			Propose: func(ctx context.Context) (approval.Proposal, error) {
				return does[approval.MappingApply].(approvals.Mapping).Propose(ctx, ws, of, someRules+"      industry: trade\n", "because")
			},
			Change: publish, Effects: count("select count(*)::text from mapping where approval = $1::text::uuid"),
		},
		approval.LetterDiscard: {
			Does: does[approval.LetterDiscard],
			Propose: func(ctx context.Context) (approval.Proposal, error) {
				return does[approval.LetterDiscard].(approvals.Discard).Propose(ctx, ws, letters.Ask{Verb: letters.Discard, Reason: "because"})
			},
			Change: func(context.Context) error {
				if said := pgtest.Keep(t, s, ws, "update dead_letter set status = 'resolved' where id = (select min(id) from dead_letter)"); said != "" {
					return fmt.Errorf("letter: %s", said)
				}
				return nil
			},
			Effects: count("select count(*)::text from dead_letter_job where approval = $1::text::uuid"),
		},
		approval.URLAllow: {
			Does: does[approval.URLAllow],
			Propose: func(ctx context.Context) (approval.Proposal, error) {
				return does[approval.URLAllow].(approvals.Network).Propose(ctx, ws, fmt.Sprintf("10.%d.0.0/16", opened), "because")
			},
			Change: func(ctx context.Context) error {
				opened++
				return s.OpenRange(system, ws, netip.MustParsePrefix(fmt.Sprintf("10.%d.0.0/16", opened-1)), "somebody else", "")
			},
			Effects: count("select count(*)::text from network_range where approval = $1::text::uuid"),
		},
		approval.CustomerExport: {
			Does: does[approval.CustomerExport],
			Propose: func(ctx context.Context) (approval.Proposal, error) {
				x, ask := does[approval.CustomerExport].(approvals.Export), exports.Ask{Format: "csv", Kind: "person"}
				n, err := x.Files.CountExport(ctx, ws, ask)
				if err != nil {
					return approval.Proposal{}, err
				}
				return x.Propose(ask, n, "because")
			},
			Change:  func(context.Context) error { return persons(20) },
			Effects: count("select count(*)::text from customer_export where id = $1::text::uuid"),
		},
		approval.SubjectErase: {
			Does:   does[approval.SubjectErase],
			Anyway: true, // of one person whatever there is goes
			Propose: func(ctx context.Context) (approval.Proposal, error) {
				person = uuid.NewString()
				if said := pgtest.Keep(t, s, ws, `insert into golden (workspace, id, kind, status, name, first_seen, version, created_at, updated_at)
					values ($1::text::uuid, $2::text::uuid, 'person', 'active', 'x', 1, 1, now(), now())`, string(ws), person); said != "" {
					return approval.Proposal{}, errors.New(said)
				}
				return does[approval.SubjectErase].(subjects.Erase).Propose(ctx, ws, person, "because")
			},
			Change: func(context.Context) error {
				if said := pgtest.Keep(t, s, ws, "delete from golden where id = $1::text::uuid", person); said != "" {
					return errors.New(said)
				}
				return nil
			},
			Effects: count("select count(*)::text from subject_erasure where approval = $1"),
		},
		approval.RoleGrant: {
			Does: does[approval.RoleGrant],
			Propose: func(context.Context) (approval.Proposal, error) {
				more := third
				more.Roles = []access.Role{access.IT, access.Steward}
				return does[approval.RoleGrant].(approvals.Grant).Propose(more, third.Roles, "because")
			},
			Change: func(context.Context) error {
				third.Roles = []access.Role{access.Auditor}
				return s.SaveMember(system, third, access.Entry{Actor: access.SystemActor("test", ws), Action: "member.roles", ObjectKind: "account", ObjectID: third.Account})
			},
			Effects: count("select count(*)::text from audit where action = 'member.roles' and diff->'approval'->>'to' = $1"),
		},
		approval.SecretRotate: {
			Does: does[approval.SecretRotate],
			Propose: func(context.Context) (approval.Proposal, error) {
				return does[approval.SecretRotate].(approvals.Rotate).Propose("because")
			},
			Change: func(ctx context.Context) error { return s.Keyring().Rotate(ctx) },
			Effects: func(_ context.Context, id string) (int, error) {
				if s.Keyring().CurrentID() == "k"+strings.ReplaceAll(id, "-", "")[:12] {
					return 1, nil
				}
				return 0, nil
			},
		},
	}
}

// TestEveryKindKeepsItsPromises walks every kind that somebody carries out.
func TestEveryKindKeepsItsPromises(t *testing.T) {
	s := pgtest.Store(t)
	w, err := s.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "kinds", Name: "kinds"})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	cases := approvalCases(t, s, w.ID)
	for kind := range approved(s) {
		c, known := cases[kind]
		if !known {
			t.Errorf("%s: nobody says how it is walked", kind)
			continue
		}
		for _, wrong := range approvaltest.Faults(t, s, w.ID, now, kind, c) {
			t.Errorf("%s: %s", kind, wrong)
		}
	}
	t.Run("a careless kind is seen", func(t *testing.T) {
		for name, does := range map[string]approval.Executor{
			"blind to change": blind{cases[approval.MappingApply].Does}, "forgetful": forgetful{s, w.ID}, "idle": idle{cases[approval.MappingApply].Does},
		} {
			c := cases[approval.MappingApply]
			c.Does = does
			w, err := s.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: strings.ReplaceAll(name, " ", "-"), Name: name})
			if err != nil {
				t.Fatal(err)
			}
			c2 := approvalCases(t, s, w.ID)[approval.MappingApply]
			c2.Does = does
			if f, ok := does.(forgetful); ok {
				f.ws = w.ID
				c2.Does = f
			}
			if len(approvaltest.Faults(t, s, w.ID, now, approval.MappingApply, c2)) == 0 {
				t.Errorf("%s: the walk sees nothing", name)
			}
		}
	})
}

// blind never sees that anything changed.
type blind struct{ approval.Executor }

func (blind) Now(_ context.Context, a approval.Approval) (approval.Hash, error) { return a.Hash, nil }

// forgetful does it again each time it is called.
type forgetful struct {
	s  *store.Store
	ws record.WorkspaceID
}

func (f forgetful) Now(ctx context.Context, a approval.Approval) (approval.Hash, error) {
	return approvals.Mapping{Mappings: f.s}.Now(ctx, a)
}

func (f forgetful) Apply(ctx context.Context, a approval.Approval) error {
	of := store.MappingOf{Connector: "crm", Stream: "customers"}
	now, err := f.s.Mapping(ctx, f.ws, of, 0)
	if err != nil {
		return err
	}
	_, err = f.s.PublishMapping(ctx, f.ws, of, now.Version, someRules, a.ID)
	return err
}

// idle says that it did it.
type idle struct{ approval.Executor }

func (idle) Apply(context.Context, approval.Approval) error { return nil }
