package fault

import "net/http"

var _ = register(map[string]Entry{ // personal data
	"erased_meanwhile":      {Transient, 0, "处理期间有人的个人信息被删除，正在按新的名单重做", "somebody's data were erased meanwhile; it is done again with that in mind"},
	"subject_one_value":     {Invalid, http.StatusBadRequest, "请只填手机号、邮箱、企业微信ID中的一项", "give exactly one of phone, e-mail and WeCom id"},
	"subject_bad_value":     {Invalid, http.StatusBadRequest, "填写的值不是有效的手机号、邮箱或企业微信ID，请核对", "what was given is no phone number, e-mail address or WeCom id; check it"},
	"subject_ambiguous":     {Conflict, 0, "不止一个人使用该值，请从候选人中选定一个再继续", "more than one person uses this value; choose one of the candidates and go on"},
	"subject_unknown":       {NotFound, 0, "没有找到与该值相关的个人", "nobody is known by this value"},
	"subject_on_hold":       {Conflict, 0, "该个人处于法定保全中，解除保全前不能删除", "the person is under legal hold; nothing is erased before the hold is released"},
	"erasure_running":       {Conflict, 0, "该个人的删除已在进行", "the person is being erased already"},
	"personal_in_reference": {Invalid, http.StatusBadRequest, "此处只能填写编号等引用，不能填写手机号、邮箱等个人信息", "this takes a reference such as a number of a form, not a phone number or address"},
	"unknown_purpose":       {Invalid, http.StatusBadRequest, "没有这个处理目的，请先在目的清单中添加", "there is no such purpose; add it to the list of purposes first"},
	"unknown_class":         {Invalid, http.StatusBadRequest, "没有这个数据类别", "there is no such class of data"},
	"retention_too_short":   {Invalid, http.StatusBadRequest, "保留期短于该类别的最短期限", "the period is shorter than the least of this class"},
	"no_consent":            {Conflict, 0, "该个人没有同意这一目的，未发送", "the person has not agreed to this purpose; nothing was sent"},
	"consent_withdrawn":     {Conflict, 0, "该个人已撤回对这一目的的同意，未发送", "the person has taken back consent for this purpose; nothing was sent"},
	"contact_limit":         {Conflict, 0, "该个人近期已被联系到上限，本次暂缓", "the person was reached as often as allowed of late; this one is held back"},
})
