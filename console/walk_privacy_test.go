package console_test

import (
	"regexp"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/record"
)

// Those who answer for master data answer people who ask after theirs.
var _ = expectAll([]access.Role{access.Admin, access.Steward},
	"searchSubject", "exportSubject", "exportSubjectSheet", "eraseSubject", "listErasures", "getErasure", "listConsents", "noteConsent", "listPurposes", "setPurpose",
	"setDestinationPurpose", "getRetention", "setRetention", "runRetention", "placeHold", "releaseHold", "listProcessing")

func expectAll(roles []access.Role, ids ...string) bool {
	for _, id := range ids {
		expected[id] = roles
	}
	return true
}

// ownerless are paths whose ids are names that every workspace has: a year, a purpose, a class.
var ownerless = regexp.MustCompile(`\{(year|purpose|class)\}`)

// aboutPrivacy gives bodies that would do no harm to what is kept about people; empty for
// other operations.
func (p places) aboutPrivacy(op operation) string {
	switch op.ID {
	case "searchSubject", "exportSubject", "exportSubjectSheet", "placeHold", "eraseSubject": // names nobody
		return `{"reason":"x"}`
	case "noteConsent": // for a purpose that is not there
		return `{"purpose":"nothing","given":true}`
	case "setDestinationPurpose":
		return `{"purpose":"nothing","contacts":true}`
	case "setPurpose": // of a version that is not there
		return `{"zh":"x","en":"x","basis":"consent","most":1,"days":1,"version":77}`
	case "setRetention":
		return `{"days":0,"version":77}`
	case "runRetention":
		return `{"dry_run":true}`
	case "releaseHold": // the other workspace's would be released
		return map[bool]string{true: `{"reason":"x"}`, false: `{"reason":" "}`}[p.workspace == "beta"]
	}
	return ""
}

// placePrivacy makes a person, an erasure and a hold of a workspace.
func (h *hub) placePrivacy(ws record.WorkspaceID, p *places) {
	h.t.Helper()
	p.person = h.sql.One("select min(id::text) from golden where workspace = $1 and kind = 'person' and status = 'active'", string(ws))
	p.erasure, p.hold = uuid.NewString(), uuid.NewString()
	h.sql.Exec("insert into subject_erasure (workspace, id, golden, asked_by, status, step) values ($1, $2, $3, 'user:x', 'done', 'done')", string(ws), p.erasure, uuid.NewString())
	if err := h.store.PlaceHold(h.as(ws), ws, privacy.Hold{ID: p.hold, Class: privacy.ClassJob, Reason: "x"}); err != nil {
		h.t.Fatal(err)
	}
}

// movePerson gives a workspace's person an id that no other workspace has.
func (h *hub) movePerson(ws record.WorkspaceID, p *places) {
	h.t.Helper()
	const id = "0c000000-0000-4000-8000-00000000000e"
	h.sql.Exec("update golden set id = $3 where workspace = $1 and id = $2", string(ws), p.person, id)
	p.person = id
}
