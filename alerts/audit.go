package alerts

import (
	"fmt"
	"time"
)

// TrailDamagedEvent is the alarm of an audit trail that is not what it was: somebody
// changed the database behind the hub's back. chain is workspace or hub, damage is of
// package access/trail, n the first place in the chain that it concerns (0: none).
func TrailDamagedEvent(chain, damage string, n int64) Event {
	whose := Text{"本工作空间的审计记录", "the audit trail of this workspace"}
	if chain == "hub" {
		whose = Text{"系统级审计记录（登录、账号、工作空间）", "the hub's own audit trail (sign-ins, accounts, workspaces)"}
	}
	return Event{
		Kind: TrailDamaged, Severity: Critical, Subject: chain,
		Text: Text{
			fmt.Sprintf("%s被绕过本系统改动（自第%d条起）；请立即保留数据库与签名文件，停止数据库直连，并在“审计”页查看校验结果", whose.Zh, n),
			fmt.Sprintf("%s was changed behind the hub's back (from place %d on); keep the database and the file of heads, stop direct access to the database, and see the check on the page Audit", whose.En, n),
		},
		Detail: map[string]any{"chain": chain, "damage": damage, "place": n},
	}
}

// ExportLimit says from when on it is too much that one actor takes out or looks at.
// What is 0 is not looked at.
type ExportLimit struct {
	Persons int // more than so many persons
	Minutes int // within so many minutes
}

// DefaultExportLimit is that of a workspace that has set none.
var DefaultExportLimit = ExportLimit{Persons: 500, Minutes: 24 * 60}

// TooMany tells whether so many persons are too many.
func (l ExportLimit) TooMany(persons int64) bool { return l.Persons > 0 && persons > int64(l.Persons) }

// BulkExportEvent is the alarm of somebody who took out or looked at the personal data
// of many persons. actor is the reference of an actor (user:…, key:…), never a name.
func BulkExportEvent(actor string, l ExportLimit, persons int64) Event {
	within := time.Duration(l.Minutes) * time.Minute
	return Event{
		Kind: BulkExport, Severity: Critical, Subject: actor,
		Text: Text{
			fmt.Sprintf("同一操作者在%s内查看或导出了%d人的客户资料（上限%d人）；请在“审计”页的个人信息查看报表中核实用途，必要时停用该账号或密钥", spanZh(within), persons, l.Persons),
			fmt.Sprintf("one actor looked at or exported the data of %d persons within %s (the limit is %d); see the report of personal data views on the page Audit, and disable the account or key if need be", persons, spanEn(within), l.Persons),
		},
		Detail: map[string]any{"actor": actor, "persons": persons, "limit": l.Persons, "minutes": l.Minutes},
	}
}
