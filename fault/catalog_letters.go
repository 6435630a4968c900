package fault

import "net/http"

var _ = register(map[string]Entry{ // dead letters and alerts
	"no_letters":             {Conflict, 0, "没有可以处理的死信：已处理、已丢弃或正在重放，请刷新后再选", "there is no dead letter to work on: they are resolved, discarded or being replayed; reload and choose again"},
	"letter_payload_gone":    {NotFound, http.StatusGone, "该死信的原始报文已不在，无法重放；请在来源系统中重新保存该单据", "what the source sent for this dead letter is gone, so it cannot be sent again; save the document anew in its system"},
	"letter_connection_gone": {Conflict, 0, "该死信所属的连接已删除，只能丢弃", "the connection of this dead letter was deleted; it can only be discarded"},
	"letter_is_delete":       {Invalid, http.StatusBadRequest, "这是一条删除记录，没有可修改的内容，请直接重放", "this record is a deletion and has no content to edit; replay it as it is"},
	"edit_unchanged":         {Invalid, http.StatusBadRequest, "内容没有改动；若映射已修复，请直接重放", "nothing was changed; if the mapping was mended, replay it as it is"},
	"edit_not_json":          {Invalid, http.StatusBadRequest, "修改后的内容不是合法的JSON，请检查所示位置", "the edited content is not valid JSON; look at the place named"},
	"edit_masked":            {Invalid, http.StatusBadRequest, "打码的值只能原样保留或整个换成新值，不能移动或部分修改", "a masked value can be kept as it stands or replaced as a whole; it cannot be moved or changed in part"},
	"edit_left_out":          {Invalid, http.StatusBadRequest, "按当前映射，修改后的记录会被略过，不产生任何数据", "the mapping would leave the edited record out and make nothing of it"},
	"reason_needed":          {Invalid, http.StatusBadRequest, "请填写原因，会写入操作记录", "give a reason; it is kept in the audit trail"},
	"alert_closed":           {Conflict, 0, "该告警已关闭，请刷新", "the alert is closed already; reload"},
})
