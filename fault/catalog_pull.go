package fault

import "net/http"

var _ = register(map[string]Entry{ // asking systems: cursors, schedules, quiet hours
	"lost_cursor":     {Conflict, 0, "该数据流的读取位置已丢失，为避免重复写入已停止读取；请在连接页面选择从头读取、设定位置或回补", "how far this stream was read is lost and reading it stopped; on the connection's page read it from the start, set a position or backfill"},
	"bad_schedule":    {Invalid, http.StatusBadRequest, "定时计划无法识别，请按“分 时 日 月 周”填写，例如 0 2 * * *", "the schedule cannot be read; write minute hour day month weekday, such as 0 2 * * *"},
	"bad_quiet_hours": {Invalid, http.StatusBadRequest, "静默时段不正确，请填写星期和起止时间，例如 22:00 至 08:00", "the quiet hours are not valid; give days and times such as 22:00 to 08:00"},
	"always_quiet":    {Invalid, http.StatusBadRequest, "静默时段占满了整周，系统将永远不被读取，请留出时间", "the quiet hours fill the whole week and the system would never be read; leave some time"},
	"quiet_hours":     {Conflict, 0, "现在是该连接的静默时段，时段结束后自动继续；要立即读取请先修改静默时段", "these are the connection's quiet hours and reading goes on after them; change them to read now"},
	"nothing_to_read": {Conflict, 0, "该连接不读取数据：由对方推送，或只用来发消息和登录；可点“测试连接”", "this connection reads nothing: data are pushed to it, or it carries messages and sign-ins; check it instead"},
	"not_running":     {Conflict, 0, "该连接没有在运行，请先恢复", "the connection is not running; resume it first"},
	"unknown_stream":  {NotFound, http.StatusNotFound, "该连接没有这个数据流，请核对名称", "the connection has no such stream; check the name"},
	"bad_state":       {Invalid, http.StatusBadRequest, "读取位置必须是不超过64 KiB的JSON", "a position is JSON of 64 KiB at most"},
	"reason_missing":  {Invalid, http.StatusBadRequest, "请填写原因，它会记入操作记录", "give a reason; it goes into the audit trail"},
})
