package console_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
	"github.com/heliuhub/heliu/store"
)

// data is what a workspace holds, as the stages would have left it.
type data struct {
	h       *hub
	ws      record.WorkspaceID
	conn    record.ConnectionID
	offset  int64
	goldens map[uuid.UUID]*gold
}

type gold struct {
	kind    mdm.Kind
	members []mdm.Source
}

// newData makes a connection of a workspace to put records of.
func (h *hub) newData(ws record.WorkspaceID, name string) *data {
	h.t.Helper()
	c, err := h.store.CreateConnection(h.as(ws), ws, store.NewConnection{Name: name, Connector: "crm"})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, stream := range []string{"leads", "customers", "contacts", "deals", "orders", "receivables", "payments", "spend", "activities", "stages"} {
		if _, err := h.store.PublishMapping(h.as(ws), ws, store.MappingOf{Connector: "crm", Stream: stream}, 0, "version: 1\nstream: "+stream+"\n", "t"); err != nil {
			h.t.Fatal(err)
		}
	}
	return &data{h: h, ws: ws, conn: c.ID, goldens: map[uuid.UUID]*gold{}}
}

// land stores a raw record with its outcome; "" leaves it under way.
func (d *data) land(stream, key string, raw any, outcome pipelines.OutcomeKind, reason string, dead ...pipelines.DeadLetter) pipelines.RawRow {
	d.h.t.Helper()
	b, err := json.Marshal(raw)
	if err != nil {
		d.h.t.Fatal(err)
	}
	at := time.Date(2026, 5, 1, 0, 0, int(d.offset), 0, time.UTC)
	row := pipelines.RawRow{Record: record.Record{
		Workspace: d.ws, Connection: d.conn, Connector: "crm", Stream: stream, Key: key, Version: at.Format(time.RFC3339), Op: record.Upsert,
		OccurredAt: at, ReceivedAt: at, Raw: b,
	}, Offset: d.nextOffset(), MappingVersion: 1}
	var settled []pipelines.Outcome
	if outcome != "" {
		settled = []pipelines.Outcome{{Offset: row.Offset, Record: row.Record, Kind: outcome, Reason: reason}}
	}
	for i := range dead {
		dead[i].Record, dead[i].Offset, dead[i].At, dead[i].Stage = row.Record, row.Offset, at, "map"
	}
	if err := d.h.store.Land(d.h.t.Context(), d.ws, []pipelines.RawRow{row}, dead, settled); err != nil {
		d.h.t.Fatal(err)
	}
	return row
}

// nextOffset counts over all workspaces, as on the bus.
func (d *data) nextOffset() int64 {
	d.h.landed++
	d.offset = d.h.landed
	return d.offset - 1
}

// put lands a record and what its mapping makes of it. golden names the golden
// records of its organisation and its person.
func (d *data) put(stream, key, kind string, v any, golden map[mdm.Kind]uuid.UUID) {
	d.h.t.Helper()
	row := d.land(stream, key, v, pipelines.Applied, "")
	body, err := json.Marshal(v)
	if err != nil {
		d.h.t.Fatal(err)
	}
	e := record.Entity{Kind: kind, Data: body}
	links, err := pipelines.LinksOf(d.conn, stream, key, e)
	if err != nil {
		d.h.t.Fatal(err)
	}
	name := "src/" + stream + "/" + key
	er := pipelines.EntityRow{Connection: d.conn, Connector: "crm", Stream: stream, Key: key, Entity: e, Name: name, OccurredAt: row.Record.OccurredAt, Links: links}
	if kind == record.KindSpend {
		er.Spend = spendOf(d.h.t, v.(record.Spend))
	}
	m := record.Mapped{Record: row.Record, ContentHash: row.Record.ContentHash(), RawOffset: row.Offset, MappingVersion: 1, Entities: []record.Entity{e}}
	err = d.h.store.Apply(d.h.t.Context(), d.ws, func(ctx context.Context, tx pipelines.ApplyTx) error {
		if err := tx.PutSources(ctx, []pipelines.Change{{Mapped: m}}); err != nil {
			return err
		}
		ids, err := tx.ReplaceEntities(ctx, []pipelines.SourceKey{{Connection: d.conn, Stream: stream, Key: key}}, []pipelines.EntityRow{er})
		if err != nil {
			return err
		}
		sources, err := mdm.Identities(mdm.Envelope{Name: name, Connector: "crm", OccurredAt: row.Record.OccurredAt}, e)
		if err != nil {
			return err
		}
		var rows []pipelines.IdentityRow
		for _, s := range sources {
			rows = append(rows, pipelines.IdentityRow{Entity: ids[0], Source: s})
		}
		if rows, err = tx.ReplaceIdentities(ctx, ids, rows); err != nil {
			return err
		}
		return d.golden(ctx, tx, rows, golden)
	})
	if err != nil {
		d.h.t.Fatal(err)
	}
}

// golden puts identities into golden records.
func (d *data) golden(ctx context.Context, tx pipelines.ApplyTx, rows []pipelines.IdentityRow, golden map[mdm.Kind]uuid.UUID) error {
	for _, r := range rows {
		id := golden[r.Source.Kind]
		g := d.goldens[id]
		if g == nil {
			g = &gold{kind: r.Source.Kind}
			d.goldens[id] = g
		}
		g.members = append(g.members, r.Source)
		fields := mdm.Survive(g.members)
		b, err := json.Marshal(fields)
		if err != nil {
			return err
		}
		row := pipelines.GoldenRow{
			ID: id, Kind: g.kind, Status: "active", Name: fields["legal_name"].Value + fields["name"].Value, Fields: b,
			Members: len(g.members), Smallest: g.members[0].Name, FirstSeen: r.ID, Version: int64(len(g.members)),
		}
		for _, m := range g.members {
			row.Customer = row.Customer || m.IsCustomer
			if m.Anchor != "" {
				row.Anchor = m.Anchor
			}
		}
		if err := tx.PutGoldens(ctx, []pipelines.GoldenRow{row}, d.h.clock.Now()); err != nil {
			return err
		}
		if err := tx.MoveIdentities(ctx, map[int64]uuid.UUID{r.ID: id}); err != nil {
			return err
		}
	}
	return nil
}

func spendOf(t *testing.T, s record.Spend) []pipelines.SpendDay {
	t.Helper()
	days, err := roi.SpendDays("x", s, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []pipelines.SpendDay
	for _, d := range days {
		out = append(out, pipelines.SpendDay{Day: d.Day, Channel: d.Channel, Campaign: d.Campaign, CampaignName: d.CampaignName, Currency: d.Cost.Currency, Net: d.Excl.Minor, Gross: d.Incl.Minor})
	}
	return out
}

// derive lets attribution and reconciliation compute everything.
func (d *data) derive() {
	d.h.t.Helper()
	err := d.h.store.Apply(d.h.t.Context(), d.ws, func(ctx context.Context, tx pipelines.ApplyTx) error {
		all := []uuid.UUID{uuid.Nil}
		for id := range d.goldens {
			all = append(all, id)
		}
		return tx.MarkDirty(ctx, all)
	})
	if err != nil {
		d.h.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(d.h.t.Context())
	defer stop()
	done := make(chan error, 2)
	dr := &pipelines.Deriver{Store: d.h.store, Log: quiet}
	for _, domain := range []string{"roi", "recon"} {
		go func() { done <- dr.Run(ctx, domain) }()
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		p, err := d.h.store.Progress(d.h.t.Context(), d.ws)
		if err != nil || time.Now().After(end) {
			d.h.t.Fatalf("derived state did not settle: %+v, %v", p, err)
		}
		if p.Dirty == 0 {
			break
		}
	}
	stop()
	<-done
	<-done
}
