package alerts

import (
	"fmt"
	"time"
)

// ApprovalEvent tells those who may decide that somebody waits for them: about the
// approval id, of a kind of package access/approval. It is over when the approval is
// decided, withdrawn or expired.
func ApprovalEvent(id, kind string, title Text, until time.Time) Event {
	const layout = "2006-01-02 15:04"
	china := until.UTC().Add(8 * time.Hour).Format(layout)
	return Event{
		Kind: ApprovalWaiting, Severity: Info, Subject: id,
		Text: Text{
			fmt.Sprintf("待审批：%s。请在%s前打开“审批”处理", title.Zh, china),
			fmt.Sprintf("Waiting for approval: %s. Open Approvals and decide by %s (China time)", title.En, china),
		},
		Detail: map[string]any{"approval": id, "kind": kind, "until": until.UTC().Format(time.RFC3339)},
	}
}
