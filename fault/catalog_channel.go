package fault

import "net/http"

var _ = register(map[string]Entry{ // messages to people, sign-in by scan
	"recipient_unknown": {Invalid, 0, "该渠道不认识这位接收人，请核对员工档案中的账号、手机号或邮箱", "the channel does not know this recipient; check the id, mobile or e-mail in the employee's record"},
	"recipient_missing": {Invalid, 0, "该渠道需要指明接收人，而消息没有接收人", "this channel needs a recipient and the message has none"},
	"sign_in_code":      {Unauthorized, http.StatusUnauthorized, "扫码登录的授权码无效、已使用或已过期，请重新扫码", "the code of the scan is not valid, was used or has expired; scan again"},
	"sign_in_stranger":  {Forbidden, 0, "扫码的人不是本企业成员，不能登录", "who scanned is no member of this organisation and cannot sign in"},
	"message_refused":   {Invalid, 0, "渠道拒绝了这条消息的内容，请按说明修改", "the channel refused this message's content; change it as told"},
	"channel_muted":     {RateLimited, 0, "渠道发送过快已被禁言，稍后自动继续", "the channel was muted for sending too fast; going on later"},
	"channel_gone":      {Invalid, 0, "接收方已停用该地址，不会再收到消息；请更换地址", "the receiver has given this address up and gets nothing any more; set another address"},
})
