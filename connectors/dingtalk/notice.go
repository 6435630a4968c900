package dingtalk

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// userID is the form of a member's id; what has another is nobody's, above all the
// comma that parts ids.
var userID = regexp.MustCompile(`^[A-Za-z0-9_.@$:-]{1,64}$`)

// The result of a work notice is there a moment after it was taken: looks are how often
// it is asked for, pause how long between.
const (
	looks = 4
	pause = 500 * time.Millisecond
)

// notice gives a message to at most mostAtOnce members.
func (n *notifier) notice(ctx context.Context, m connectors.Message, to []connectors.Recipient) ([]connectors.Outcome, error) {
	var ids []string
	for _, r := range to {
		if userID.MatchString(r.ID) {
			ids = append(ids, r.ID)
		}
	}
	unknown := connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_unknown", nil)}
	fates := map[string]connectors.Outcome{}
	if len(ids) > 0 {
		var task struct {
			ID json.Number `json:"task_id"`
		}
		body := map[string]any{"agent_id": n.api.c.agent, "userid_list": strings.Join(ids, ","), "msg": notice(m)}
		code, err := n.api.call(ctx, "/topapi/message/corpconversation/asyncsend_v2", body, &task)
		if err == nil {
			err = faultOf(code)
		}
		if err != nil {
			return nil, err
		}
		fates = n.result(ctx, task.ID, ids)
	}
	out := make([]connectors.Outcome, len(to))
	for i, r := range to {
		fate, there := fates[r.ID]
		switch {
		case !slices.Contains(ids, r.ID):
			out[i] = unknown
		case there:
			out[i] = fate
		default:
			out[i] = connectors.Outcome{Kind: connectors.Written}
		}
	}
	return out, nil
}

// sendResult is the answer of getsendresult.
type sendResult struct {
	Result struct {
		Invalid   []string `json:"invalid_user_id_list"`
		Forbidden []string `json:"forbidden_user_id_list"`
		Failed    []string `json:"failed_user_id_list"`
		Read      []string `json:"read_user_id_list"`
		Unread    []string `json:"unread_user_id_list"`
		Why       []struct {
			Code   json.Number `json:"code"`
			UserID string      `json:"userid"`
		} `json:"forbidden_list"`
	} `json:"send_result"`
}

// result asks what became of a notice that was taken, and gives the outcomes that differ
// from Written. Where the result does not come, the notice counts as written: it was
// taken, and sending it again would be refused as the same content.
func (n *notifier) result(ctx context.Context, task json.Number, ids []string) map[string]connectors.Outcome {
	fates := map[string]connectors.Outcome{}
	for look := range looks {
		if look > 0 && n.clock.Sleep(ctx, pause) != nil {
			return fates
		}
		var r sendResult
		code, err := n.api.call(ctx, "/topapi/message/corpconversation/getsendresult", map[string]any{"agent_id": n.api.c.agent, "task_id": task}, &r)
		if err != nil || code != 0 {
			return fates
		}
		for _, id := range r.Result.Invalid {
			fates[id] = connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_unknown", nil)}
		}
		for _, id := range r.Result.Failed {
			fates[id] = connectors.Outcome{Kind: connectors.Retry, Err: fault.Newf("source_error", "the notice was taken and failed")}
		}
		for _, id := range r.Result.Forbidden {
			fates[id] = connectors.Outcome{Kind: connectors.Retry, Err: fault.Newf("source_rate_limited", "the member has had too many notices").After(restToday)}
		}
		for _, w := range r.Result.Why {
			if w.Code == "143106" { // the same content: it is there already
				fates[w.UserID] = connectors.Outcome{Kind: connectors.Written}
			}
		}
		seen := len(fates) + len(r.Result.Read) + len(r.Result.Unread)
		if seen >= len(ids) {
			return fates
		}
	}
	return fates
}
