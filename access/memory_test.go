package access_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// memory is a Store in memory; package store has the same behaviour on PostgreSQL.
type memory struct {
	mu       sync.Mutex
	accounts map[string]access.Account
	members  []access.Member
	sessions map[access.Hash]access.Session
	keys     map[string]access.Key
	links    map[access.Hash]access.Link
	used     map[access.Hash]bool
	trail    []access.Entry
}

func newMemory() *memory {
	return &memory{
		accounts: map[string]access.Account{}, sessions: map[access.Hash]access.Session{}, keys: map[string]access.Key{},
		links: map[access.Hash]access.Link{}, used: map[access.Hash]bool{},
	}
}

func (m *memory) note(ws record.WorkspaceID, e access.Entry) error {
	e.Workspace = ws
	m.trail = append(m.trail, e)
	return nil
}

func (m *memory) lock() func() { m.mu.Lock(); return m.mu.Unlock }

func notFound() error { return fault.New("not_found", nil) }

func (m *memory) AccountBySignIn(_ context.Context, signIn string) (access.Account, error) {
	defer m.lock()()
	for _, a := range m.accounts {
		if a.SignIn == signIn {
			return a, nil
		}
	}
	return access.Account{}, notFound()
}

func (m *memory) AccountByID(_ context.Context, id string) (access.Account, error) {
	defer m.lock()()
	a, ok := m.accounts[id]
	if !ok {
		return access.Account{}, notFound()
	}
	return a, nil
}

func (m *memory) SaveAccount(_ context.Context, a access.Account, e access.Entry) error {
	defer m.lock()()
	m.accounts[a.ID] = a
	return m.note(access.Hub, e)
}

func (m *memory) MembershipsOf(_ context.Context, account string) ([]access.Member, error) {
	defer m.lock()()
	var out []access.Member
	for _, x := range m.members {
		if x.Account == account {
			x.Disabled = m.accounts[account].DisabledAt != nil
			out = append(out, x)
		}
	}
	return out, nil
}

func (m *memory) SaveMember(_ context.Context, n access.Member, e access.Entry) error {
	defer m.lock()()
	m.members = slices.DeleteFunc(m.members, func(x access.Member) bool { return x.Account == n.Account && x.Workspace == n.Workspace })
	if len(n.Roles) > 0 {
		m.members = append(m.members, n)
	}
	return m.note(n.Workspace, e)
}

func (m *memory) SaveSession(_ context.Context, s access.Session, e access.Entry) error {
	defer m.lock()()
	m.sessions[s.Hash] = s
	return m.note(s.Workspace, e)
}

func (m *memory) SessionByHash(_ context.Context, h access.Hash) (access.Session, error) {
	defer m.lock()()
	s, ok := m.sessions[h]
	if !ok {
		return access.Session{}, notFound()
	}
	return s, nil
}

func (m *memory) TouchSession(_ context.Context, h access.Hash, seen time.Time) error {
	defer m.lock()()
	s := m.sessions[h]
	s.SeenAt = seen
	m.sessions[h] = s
	return nil
}

func (m *memory) RevokeSession(_ context.Context, h access.Hash, at time.Time, e access.Entry) error {
	defer m.lock()()
	s := m.sessions[h]
	s.RevokedAt = &at
	m.sessions[h] = s
	return m.note(access.Hub, e)
}

func (m *memory) RevokeSessionsOf(_ context.Context, account string, at time.Time, e access.Entry) error {
	defer m.lock()()
	for h, s := range m.sessions {
		if s.Account == account {
			s.RevokedAt = &at
			m.sessions[h] = s
		}
	}
	return m.note(access.Hub, e)
}

func (m *memory) SessionsOf(_ context.Context, account string, now time.Time) ([]access.Session, error) {
	defer m.lock()()
	var out []access.Session
	for _, s := range m.sessions {
		if s.Account == account && s.RevokedAt == nil && s.ExpiresAt.After(now) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b access.Session) int { return b.SeenAt.Compare(a.SeenAt) })
	return out, nil
}

func (m *memory) RevokeSessionsBut(_ context.Context, account string, but access.Hash, at time.Time, e access.Entry) error {
	defer m.lock()()
	for h, s := range m.sessions {
		if s.Account == account && h != but {
			s.RevokedAt = &at
			m.sessions[h] = s
		}
	}
	return m.note(access.Hub, e)
}

func (m *memory) Keys(_ context.Context, ws record.WorkspaceID) ([]access.Key, error) {
	defer m.lock()()
	var out []access.Key
	for _, k := range m.keys {
		if k.Workspace == ws {
			out = append(out, k)
		}
	}
	return out, nil
}

func (m *memory) SaveKey(_ context.Context, k access.Key, e access.Entry) error {
	defer m.lock()()
	m.keys[k.ID] = k
	return m.note(k.Workspace, e)
}

func (m *memory) KeyByHash(_ context.Context, h access.Hash) (access.Key, error) {
	defer m.lock()()
	for _, k := range m.keys {
		if k.Hash == h {
			return k, nil
		}
	}
	return access.Key{}, notFound()
}

func (m *memory) TouchKey(_ context.Context, id string, used time.Time) error {
	defer m.lock()()
	k := m.keys[id]
	k.UsedAt = &used
	m.keys[id] = k
	return nil
}

func (m *memory) RevokeKey(_ context.Context, ws record.WorkspaceID, id string, at time.Time, e access.Entry) error {
	defer m.lock()()
	k, ok := m.keys[id]
	if !ok || k.Workspace != ws {
		return notFound()
	}
	k.RevokedAt = &at
	m.keys[id] = k
	return m.note(ws, e)
}

func (m *memory) SaveLink(_ context.Context, l access.Link, e access.Entry) error {
	defer m.lock()()
	m.links[l.Hash] = l
	return m.note(l.Workspace, e)
}

func (m *memory) UseLink(_ context.Context, ws record.WorkspaceID, h access.Hash, now time.Time) (access.Link, error) {
	defer m.lock()()
	l, ok := m.links[h]
	if !ok || l.Workspace != ws || m.used[h] || !now.Before(l.ExpiresAt) {
		return access.Link{}, fault.New("link_refused", nil)
	}
	m.used[h] = true
	return l, nil
}

func (m *memory) AppendAudit(_ context.Context, ws record.WorkspaceID, e access.Entry) error {
	defer m.lock()()
	return m.note(ws, e)
}

func (m *memory) did(action string) (n int) {
	defer m.lock()()
	for _, e := range m.trail {
		if e.Action == action {
			n++
		}
	}
	return n
}

// dump shows everything that is kept.
func dump(m *memory) string {
	defer m.lock()()
	return fmt.Sprintf("%+v %+v %+v %+v %+v %+v", m.accounts, m.members, m.sessions, m.keys, m.links, m.trail)
}
