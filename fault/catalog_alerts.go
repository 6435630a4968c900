package fault

import "net/http"

var _ = register(map[string]Entry{ // the alert centre
	"bad_calendar":      {Invalid, http.StatusBadRequest, "工作日历不正确，请按所示位置修改", "the working calendar is not right; correct the place named"},
	"bad_alert_rule":    {Invalid, http.StatusBadRequest, "告警规则不正确，请按所示位置修改", "the alert rules are not right; correct the place named"},
	"bad_alert_route":   {Invalid, http.StatusBadRequest, "告警通知设置不正确，请按所示位置修改", "the alert routes are not right; correct the place named"},
	"bad_mute":          {Invalid, http.StatusBadRequest, "静音截止时间应在现在之后、90天以内", "a mute must end after now and within 90 days"},
	"alert_not_yours":   {Conflict, http.StatusConflict, "该告警没有通知您，不能由您确认；请由负责人或信息部处理", "you were not told of this alert and cannot acknowledge it; its owner or IT does"},
	"channel_cannot":    {Invalid, http.StatusBadRequest, "该连接不是通知渠道，请选择企业微信、钉钉、短信、邮件或Webhook连接", "the connection is no channel; choose one that can send messages"},
	"no_address":        {Invalid, 0, "没有该人员在此渠道的账号或号码，请在员工资料中补充", "the person has no address for this channel; add it to the employee"},
	"channel_not_ready": {Transient, 0, "通知渠道暂时发不出消息，将自动重试", "the channel takes no message right now; trying again"},
})
