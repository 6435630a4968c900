package fault

import "net/http"

var _ = register(map[string]Entry{ // the console's API
	"cross_origin":          {Forbidden, 0, "来自其他网站的请求被拒绝，请在合流页面内操作", "a request from another site was refused; act within Heliu's own pages"},
	"wrong_method":          {Invalid, http.StatusMethodNotAllowed, "该地址不支持此请求方法", "this address does not take that method"},
	"bad_cursor":            {Invalid, http.StatusBadRequest, "分页位置无效或与当前筛选不符，请从第一页重新开始", "the cursor is not valid or belongs to another filter; begin at the first page"},
	"precondition_required": {Invalid, http.StatusPreconditionRequired, "请在If-Match中带上对象的当前版本", "send the version you changed in If-Match"},
	"precondition_failed":   {Conflict, http.StatusPreconditionFailed, "对象已被他人修改，请刷新后重试", "somebody changed this meanwhile; reload and try again"},
	"confirm_needed":        {Conflict, 0, "这不是示例工作空间，删除前请在confirm中填写其短名以确认", "this is no demo workspace; repeat its short name in confirm to delete it"},
	"too_many_streams":      {RateLimited, http.StatusTooManyRequests, "同时打开的实时页面过多，请关闭一些后再试", "too many live pages are open; close some and try again"},
	"unknown_connector":     {Invalid, http.StatusBadRequest, "没有这种连接器，请从列表中选择", "there is no such connector; choose one of the list"},
	"cannot_check":          {Invalid, http.StatusConflict, "该连接现在无法检测，请稍后再试", "this connection cannot be checked now; try again later"},
	"bad_identifier":        {Invalid, http.StatusBadRequest, "手机号、邮箱或统一社会信用代码格式不正确，请核对后再查", "the mobile number, e-mail or tax ID is malformed; check it and search again"},
	"not_ready":             {Transient, 0, "服务尚未就绪，请稍后再试", "the service is not ready yet; try again later"},
})
