package fault

var _ = register(map[string]Entry{ // what a mapping says of single values
	"legacy_tax_id": {Invalid, 0, "这是15位旧税号，请换成18位统一社会信用代码；在此之前不用于识别客户", "this is a 15-digit tax number from before the unified code; get the 18-character one, until then it identifies nobody"},
	"bad_email":     {Invalid, 0, "邮箱地址无法识别，不用于识别客户", "the e-mail address cannot be read and identifies nobody"},
})
