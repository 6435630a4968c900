package fault

import "net/http"

var _ = register(map[string]Entry{
	"mapping_changed":   {Conflict, 0, "映射规则或连接设置在预览之后已改变，请重新预览后再执行", "the mapping or the connection's settings changed since the preview; make a new preview and apply that"},
	"shadow_not_done":   {Conflict, 0, "预览尚未完成或已执行，请等待预览完成或重新预览", "the preview is not finished, or was applied already; wait for it or make a new one"},
	"job_ended":         {Conflict, 0, "该任务已结束，无需再取消", "the job has ended already"},
	"bad_range":         {Invalid, http.StatusBadRequest, "时间范围不正确：起始须早于结束，且跨度不超过允许的窗口数", "the range is not valid: it must begin before it ends and not have too many windows"},
	"cannot_window":     {Invalid, http.StatusUnprocessableEntity, "该数据流的来源不能按时间段查询，无法回补或对数；已入库的记录可用重放重新映射", "the source of this stream cannot be asked by time: it can be neither backfilled nor compared; records that are here can be replayed"},
	"source_held":       {Transient, 0, "该连接正由另一节点读取或设置刚改变，稍后自动继续", "another hub reads the connection or its settings have just changed; it goes on by itself"},
	"reason_required":   {Invalid, http.StatusBadRequest, "请填写原因", "a reason is needed"},
	"nothing_to_repair": {Conflict, 0, "该次对数没有差异，无需回补", "this comparison has no difference; there is nothing to read again"},
})
