<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Import Mask…</source>
        <translation>导入蒙版…</translation>
    </message>
    <message>
        <source>Export Mask…</source>
        <translation>导出蒙版…</translation>
    </message>
    <message>
        <source>Edit Many Pictures…</source>
        <translation>批量编辑图片…</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Paste Picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>清除蒙版</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>反转蒙版</translation>
    </message>
    <message>
        <source>Grow…</source>
        <translation>扩展…</translation>
    </message>
    <message>
        <source>Shrink…</source>
        <translation>收缩…</translation>
    </message>
    <message>
        <source>Feather…</source>
        <translation>羽化…</translation>
    </message>
    <message>
        <source>Smooth…</source>
        <translation>平滑…</translation>
    </message>
    <message>
        <source>Fill Holes</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Magic Wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <source>Smart Brush</source>
        <translation>智能画笔</translation>
    </message>
    <message>
        <source>Select Object</source>
        <translation>选择对象</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>渐变</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>抓手</translation>
    </message>
    <message>
        <source>Swap Paint and Erase</source>
        <translation>切换绘制与擦除</translation>
    </message>
    <message>
        <source>Smaller Brush</source>
        <translation>缩小画笔</translation>
    </message>
    <message>
        <source>Larger Brush</source>
        <translation>放大画笔</translation>
    </message>
    <message>
        <source>Softer Brush</source>
        <translation>柔化画笔</translation>
    </message>
    <message>
        <source>Harder Brush</source>
        <translation>硬化画笔</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Go to the Prompt</source>
        <translation>转到提示词</translation>
    </message>
    <message>
        <source>Accept Result</source>
        <translation>采用结果</translation>
    </message>
    <message>
        <source>Discard Result</source>
        <translation>丢弃结果</translation>
    </message>
    <message>
        <source>Previous Result</source>
        <translation>上一个结果</translation>
    </message>
    <message>
        <source>Next Result</source>
        <translation>下一个结果</translation>
    </message>
    <message>
        <source>Open Result in a New Window</source>
        <translation>在新窗口中打开结果</translation>
    </message>
    <message>
        <source>Serve on This Computer</source>
        <translation>在本机提供服务</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit in Window</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Actual Pixels</source>
        <translation>实际像素</translation>
    </message>
    <message>
        <source>Double Size</source>
        <translation>两倍大小</translation>
    </message>
    <message>
        <source>Turn View Left</source>
        <translation>视图左转</translation>
    </message>
    <message>
        <source>Turn View Right</source>
        <translation>视图右转</translation>
    </message>
    <message>
        <source>View Upright</source>
        <translation>视图摆正</translation>
    </message>
    <message>
        <source>Show the Original</source>
        <translation>显示原图</translation>
    </message>
    <message>
        <source>Quick Mask</source>
        <translation>快速蒙版</translation>
    </message>
    <message>
        <source>Marching Ants</source>
        <translation>蚂蚁线</translation>
    </message>
    <message>
        <source>Hide the Mask</source>
        <translation>隐藏蒙版</translation>
    </message>
    <message>
        <source>Pixel Grid</source>
        <translation>像素网格</translation>
    </message>
    <message>
        <source>Find a Command…</source>
        <translation>查找命令…</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts…</source>
        <translation>键盘快捷键…</translation>
    </message>
    <message>
        <source>About NanoBanana Studio</source>
        <translation>关于 NanoBanana Studio</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Move Selection</source>
        <translation>移动选区</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Cancel All</source>
        <translation>全部取消</translation>
    </message>
</context>
<context>
    <name>DroppedPicture</name>
    <message>
        <source>%1 is an address in the web, and nothing is loaded from there unasked; save the picture as a file, or copy it, and paste it here</source>
        <translation>%1 是网络地址，程序不会擅自下载；请将图片存为文件，或复制后粘贴到这里</translation>
    </message>
    <message>
        <source>The picture that was handed over cannot be read</source>
        <translation>无法读取传入的图片</translation>
    </message>
    <message>
        <source>There is no picture in it; files and copied pictures work</source>
        <translation>其中没有图片；可使用文件或已复制的图片</translation>
    </message>
    <message>
        <source>The name of “%1” is not UTF-8, and such a file cannot be opened here; rename it</source>
        <translation>“%1”的文件名不是 UTF-8，此类文件无法在此打开；请重命名</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>Something that was entered cannot be used.</source>
        <translation>有输入内容无法使用。</translation>
    </message>
    <message>
        <source>The file is no picture that can be read, or it is damaged.</source>
        <translation>该文件不是可读取的图片，或已损坏。</translation>
    </message>
    <message>
        <source>Files of this kind are not supported.</source>
        <translation>不支持此类文件。</translation>
    </message>
    <message>
        <source>The picture is too large.</source>
        <translation>图片过大。</translation>
    </message>
    <message>
        <source>The picture is too small.</source>
        <translation>图片过小。</translation>
    </message>
    <message>
        <source>The mask is not of the picture&apos;s size.</source>
        <translation>蒙版与图片的尺寸不一致。</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>没有选中任何区域。</translation>
    </message>
    <message>
        <source>The mask has no transparency that could be the selection.</source>
        <translation>蒙版没有可用作选区的透明度。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>无法读取文件。</translation>
    </message>
    <message>
        <source>The file cannot be written.</source>
        <translation>无法写入文件。</translation>
    </message>
    <message>
        <source>The service cannot be reached.</source>
        <translation>无法连接到服务。</translation>
    </message>
    <message>
        <source>The service does not accept the key.</source>
        <translation>服务不接受该密钥。</translation>
    </message>
    <message>
        <source>The service refuses this edit.</source>
        <translation>服务拒绝了这次编辑。</translation>
    </message>
    <message>
        <source>The service answered with nothing that can be used.</source>
        <translation>服务的应答无法使用。</translation>
    </message>
    <message>
        <source>These settings of the environment cannot be used, and the studio goes on without them:</source>
        <translation>环境中的以下设置无法使用，程序将忽略它们：</translation>
    </message>
    <message>
        <source>The quota at the service is used up.</source>
        <translation>服务的配额已用完。</translation>
    </message>
    <message>
        <source>The service is busy.</source>
        <translation>服务正忙。</translation>
    </message>
    <message>
        <source>This computer is busy.</source>
        <translation>本机正忙。</translation>
    </message>
    <message>
        <source>It took longer than the time limit.</source>
        <translation>用时超过了时间限制。</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>Something went wrong inside the program.</source>
        <translation>程序内部出错。</translation>
    </message>
</context>
<context>
    <name>GenerationProgress</name>
    <message>
        <source>Preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Uploading</source>
        <translation>上传中</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>下载中</translation>
    </message>
    <message>
        <source>Processing</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>%1 of %2 ready</source>
        <translation>%2 个中已完成 %1 个</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>第 %1 次尝试</translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>还有 %n 个等待</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenerationText</name>
    <message>
        <source>Sends %1 px around the selection at full size.</source>
        <translation>以原始大小发送选区周围 %1 px。</translation>
    </message>
    <message>
        <source>Your %1 px area returns at %2 px (%3 %).</source>
        <translation>%1 px 的区域将以 %2 px 返回（%3 %）。</translation>
    </message>
    <message>
        <source>Your %1 px area is enlarged to %2 px (%3 %).</source>
        <translation>%1 px 的区域将放大到 %2 px（%3 %）。</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>价格未知</translation>
    </message>
    <message>
        <source>free, on this computer</source>
        <translation>免费，在本机完成</translation>
    </message>
    <message>
        <source>about $%1</source>
        <translation>约 $%1</translation>
    </message>
    <message>
        <source>Paint over what is to change, then generate.</source>
        <translation>涂抹要修改的部分，然后生成。</translation>
    </message>
    <message>
        <source>Check the connection, or use the offline fill meanwhile.</source>
        <translation>请检查连接，或暂时使用离线填充。</translation>
    </message>
    <message>
        <source>Check the key in the preferences.</source>
        <translation>请在首选项中检查密钥。</translation>
    </message>
    <message>
        <source>Other words in the prompt, or another selection, may be accepted.</source>
        <translation>换用其他提示词或选区可能会被接受。</translation>
    </message>
    <message>
        <source>Another seed often helps.</source>
        <translation>换一个种子通常有效。</translation>
    </message>
    <message>
        <source>Top up the account there, or use the offline fill meanwhile.</source>
        <translation>请在服务方充值，或暂时使用离线填充。</translation>
    </message>
    <message numerus="yes">
        <source>Try again in %n s.</source>
        <translation>
            <numerusform>请在 %n 秒后重试。</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后重试。</translation>
    </message>
    <message>
        <source>The time limit is in the preferences.</source>
        <translation>时间限制可在首选项中设置。</translation>
    </message>
    <message>
        <source>Close other pictures, or select a smaller area.</source>
        <translation>请关闭其他图片，或选择更小的区域。</translation>
    </message>
    <message>
        <source>Nothing was sent: each edit is written to the journal first. Make room on the disk.</source>
        <translation>未发送任何内容：每次编辑都先写入日志。请清理磁盘空间。</translation>
    </message>
    <message numerus="yes">
        <source>Sends %n areas, one after the other.</source>
        <translation>
            <numerusform>依次发送 %n 个区域。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2, %3.</source>
        <translation>%1 %2，%3。</translation>
    </message>
    <message>
        <source>The picture is transparent in all of the selection: what is made there cannot be seen.</source>
        <translation>图片在整个选区内都是透明的：在那里生成的内容将无法看到。</translation>
    </message>
    <message>
        <source>One call</source>
        <translation>一次调用</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n 次调用</numerusform>
        </translation>
    </message>
    <message>
        <source>The offline fill ignores the prompt: it continues what is around.</source>
        <translation>离线填充不理会提示词：它延续周围的内容。</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>%1 ignores: %2.</source>
        <translation>%1 不理会：%2。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>MaskOperations</name>
    <message>
        <source>Grow</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>收缩</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反转</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>NewWindow</name>
    <message>
        <source>Cannot start %1</source>
        <translation>无法启动 %1</translation>
    </message>
</context>
<context>
    <name>OpenPicture</name>
    <message>
        <source>The picture is %1 x %2 pixels; at most %3 megapixels and %4 pixels a side can be opened</source>
        <translation>图片为 %1 x %2 像素；最多可打开 %3 百万像素、每边 %4 像素</translation>
    </message>
    <message>
        <source>This is no picture that can be opened here; PNG, JPEG, WebP, TIFF, BMP, GIF and OpenRaster (.ora) can</source>
        <translation>无法打开此文件；支持 PNG、JPEG、WebP、TIFF、BMP、GIF 和 OpenRaster (.ora)</translation>
    </message>
    <message>
        <source>The %1 picture is damaged or incomplete</source>
        <translation>%1 图片已损坏或不完整</translation>
    </message>
    <message>
        <source>Another program made this file; its layers were opened as one picture</source>
        <translation>此文件由其他程序创建；其图层已合并为一张图片打开</translation>
    </message>
    <message>
        <source>%1 is a folder</source>
        <translation>%1 是文件夹</translation>
    </message>
    <message>
        <source>Cannot read %1: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 是空文件</translation>
    </message>
    <message>
        <source>The file holds %1 pictures; the first was opened</source>
        <translation>文件含 %1 张图片；已打开第一张</translation>
    </message>
    <message>
        <source>There is no picture in it</source>
        <translation>其中没有图片</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Pictures and projects (%1)</source>
        <translation>图片和项目 (%1)</translation>
    </message>
    <message>
        <source>Projects (%1)</source>
        <translation>项目 (%1)</translation>
    </message>
    <message>
        <source>All files (%1)</source>
        <translation>所有文件 (%1)</translation>
    </message>
    <message>
        <source>The name of “%1” is not UTF-8, and such a file cannot be opened or saved here; rename it</source>
        <translation>“%1”的文件名不是 UTF-8，此类文件无法在此打开或保存；请重命名</translation>
    </message>
</context>
<context>
    <name>ReportText</name>
    <message>
        <source>The whole answer was taken</source>
        <translation>采用了整个应答</translation>
    </message>
    <message>
        <source>Untouched outside the selection</source>
        <translation>选区外未改动</translation>
    </message>
    <message>
        <source>%1 samples changed outside</source>
        <translation>选区外有 %1 个样本改变</translation>
    </message>
    <message>
        <source>Seam ΔE %1</source>
        <translation>接缝 ΔE %1</translation>
    </message>
    <message>
        <source>Aligned by %1 px</source>
        <translation>已对齐 %1 px</translation>
    </message>
    <message>
        <source>Sent at %1 %</source>
        <translation>以 %1 % 发送</translation>
    </message>
    <message>
        <source>%1 attempts</source>
        <translation>%1 次尝试</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 px off</source>
        <translation>偏移 %1 px</translation>
    </message>
    <message>
        <source>colour off by ΔE %1</source>
        <translation>颜色偏差 ΔE %1</translation>
    </message>
    <message>
        <source>The picture is transparent in all of the selection: the result cannot be seen.</source>
        <translation>图片在整个选区内都是透明的：结果无法看到。</translation>
    </message>
    <message>
        <source>The result is misaligned (%1): check its edge, or generate again.</source>
        <translation>结果未与图片对齐（%1）：请检查边缘，或重新生成。</translation>
    </message>
</context>
<context>
    <name>Rewrite</name>
    <message>
        <source>The %1 file has no alpha channel; the result needs one</source>
        <translation>该 %1 文件没有 Alpha 通道，而结果需要一个</translation>
    </message>
    <message>
        <source>The file is a grey %1 of %2 bits; the result needs 8 bits</source>
        <translation>该文件是 %2 位灰度 %1，而结果需要 8 位</translation>
    </message>
    <message>
        <source>The file is a palette %1 with %2 colours; the result needs 24-bit colour</source>
        <translation>该文件是 %2 色调色板 %1，而结果需要 24 位颜色</translation>
    </message>
    <message>
        <source>The file is a grey %1; the result has colour</source>
        <translation>该文件是灰度 %1，而结果带有颜色</translation>
    </message>
    <message>
        <source>The file holds %1 pictures; only this one would be left</source>
        <translation>该文件包含 %1 张图片，保存后只会留下这一张</translation>
    </message>
    <message>
        <source>The TIFF holds layers; they show the old picture and would go</source>
        <translation>该 TIFF 包含图层；它们显示的是旧图片，将会被移除</translation>
    </message>
    <message>
        <source>The file holds a film or other data behind the picture (%1); it would be lost</source>
        <translation>该文件在图片之后还有影片或其他数据（%1）；它们将会丢失</translation>
    </message>
    <message>
        <source>A %1 file of this kind cannot be written; it becomes an ordinary one</source>
        <translation>无法写入此类 %1 文件；它将变成普通的 %1 文件</translation>
    </message>
</context>
<context>
    <name>SaveInPlace</name>
    <message>
        <source>“%1” is no longer there; another program moved or deleted it</source>
        <translation>“%1”已不存在；它被其他程序移动或删除</translation>
    </message>
    <message>
        <source>Another program changed “%1” after it was opened here (%2); what it changed would be lost</source>
        <translation>“%1”在此打开之后被其他程序修改过（%2）；那些修改将会丢失</translation>
    </message>
    <message>
        <source>The file is not what its name says; it becomes %1</source>
        <translation>该文件的内容与名称不符；它将变成 %1</translation>
    </message>
    <message>
        <source>There is no picture to save</source>
        <translation>没有可保存的图片</translation>
    </message>
</context>
<context>
    <name>SavePicture</name>
    <message>
        <source>%1 holds at most %2 pixels a side, and the picture is %3 x %4; choose PNG or TIFF</source>
        <translation>%1 每边最多 %2 像素，而图片为 %3 x %4；请选择 PNG 或 TIFF</translation>
    </message>
    <message>
        <source>This computer cannot write %1; the package qt6-image-formats-plugins adds it</source>
        <translation>本机无法写入 %1；可安装 qt6-image-formats-plugins 软件包</translation>
    </message>
    <message>
        <source>The picture could not be written as %1: %2</source>
        <translation>无法将图片写为 %1：%2</translation>
    </message>
    <message>
        <source>%1 keeps 8 of the 16 bits of each colour</source>
        <translation>%1 只保留每种颜色 16 位中的 8 位</translation>
    </message>
    <message>
        <source>JPEG knows no transparency; it becomes white</source>
        <translation>JPEG 不支持透明；透明处将变为白色</translation>
    </message>
    <message>
        <source>The colour profile cannot be kept in %1; choose PNG or JPEG</source>
        <translation>%1 无法保留颜色配置文件；请选择 PNG 或 JPEG</translation>
    </message>
    <message>
        <source>There is no picture to save</source>
        <translation>没有可保存的图片</translation>
    </message>
    <message>
        <source>The quality is a number from 1 to 100</source>
        <translation>质量是 1 到 100 的数字</translation>
    </message>
    <message>
        <source>Camera data (EXIF) is not kept in TIFF</source>
        <translation>TIFF 不保留相机数据 (EXIF)</translation>
    </message>
</context>
<context>
    <name>ToolSettings</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>硬度</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Spacing</source>
        <translation>间距</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Pressure sets size</source>
        <translation>压力控制大小</translation>
    </message>
    <message>
        <source>Pressure sets opacity</source>
        <translation>压力控制不透明度</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation>连续</translation>
    </message>
    <message>
        <source>Mark with a scribble</source>
        <translation>用涂鸦标记</translation>
    </message>
</context>
<context>
    <name>nb::desktop::AmountDialog</name>
    <message>
        <source>&amp;Radius</source>
        <translation>半径(&amp;R)</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
</context>
<context>
    <name>nb::desktop::AppController</name>
    <message>
        <source>Preferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <source>About NanoBanana Studio</source>
        <translation>关于 NanoBanana Studio</translation>
    </message>
    <message>
        <source>&lt;h3&gt;NanoBanana Studio %1&lt;/h3&gt;&lt;p&gt;Regenerates the selected part of a picture, and leaves every other pixel as it was.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;NanoBanana Studio %1&lt;/h3&gt;&lt;p&gt;重新生成图片中选中的部分，其余像素保持不变。&lt;/p&gt;&lt;p&gt;自由软件，采用 GNU 通用公共许可证第 3 版。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Paint over what should change</source>
        <translation>涂抹要修改的部分</translation>
    </message>
    <message>
        <source>The brush (B) selects, the right button or the eraser (E) takes away. [ and ] change the size, the wheel zooms, Space moves the picture. Outlines, the wand and the smart brush are beside it.</source>
        <translation>画笔 (B) 用于选择，鼠标右键或橡皮擦 (E) 用于去除。[ 和 ] 改变大小，滚轮缩放，空格键移动图片。旁边还有轮廓工具、魔棒和智能画笔。</translation>
    </message>
    <message>
        <source>Say what should be there</source>
        <translation>说明应该出现什么</translation>
    </message>
    <message>
        <source>Write a few words and press Ctrl+Enter. The frame on the picture is what would be sent. You can go on painting meanwhile; Esc stops.</source>
        <translation>写几个字，然后按 Ctrl+Enter。图片上的方框就是将要发送的区域。期间可以继续涂抹；按 Esc 停止。</translation>
    </message>
    <message>
        <source>Compare, and keep what you like</source>
        <translation>比较并保留满意的结果</translation>
    </message>
    <message>
        <source>Hold Tab to see the original. Accept makes the result the new picture, and one undo brings back picture and mask. Every pixel that you did not select stays as it was.</source>
        <translation>按住 Tab 查看原图。采用后结果成为新图片，撤销一次即可恢复图片和蒙版。未选中的每个像素都保持不变。</translation>
    </message>
    <message>
        <source>Another Port…</source>
        <translation>更换端口…</translation>
    </message>
    <message numerus="yes">
        <source>Serving, %n request(s)</source>
        <translation>
            <numerusform>服务中，%n 个请求</numerusform>
        </translation>
    </message>
    <message>
        <source>Shows address and token</source>
        <translation>显示地址和令牌</translation>
    </message>
    <message>
        <source>Edits are made on this computer; nothing leaves it</source>
        <translation>在本机编辑，数据不会离开本机</translation>
    </message>
    <message>
        <source>Edits are sent to %1</source>
        <translation>编辑请求发送到 %1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::AreaTool</name>
    <message>
        <source>Nothing stands out here; mark it more closely</source>
        <translation>此处没有明显的对象；请标记得更精确</translation>
    </message>
    <message>
        <source>The mark is too small</source>
        <translation>标记太小</translation>
    </message>
</context>
<context>
    <name>nb::desktop::BatchDialog</name>
    <message>
        <source>Skipped: %1</source>
        <translation>已跳过：%1</translation>
    </message>
    <message>
        <source>Also edit pictures that already have an output</source>
        <translation>重新编辑已有结果的图片</translation>
    </message>
    <message>
        <source>Edit Many Pictures</source>
        <translation>批量编辑图片</translation>
    </message>
    <message>
        <source>A folder, or a CSV file of image, mask, prompt</source>
        <translation>文件夹，或包含图片、蒙版、提示词的 CSV 文件</translation>
    </message>
    <message>
        <source>Beside the pictures: photo-mask.png for photo.jpg</source>
        <translation>与图片同处：photo.jpg 对应 photo-mask.png</translation>
    </message>
    <message>
        <source>What should be there instead, in all pictures</source>
        <translation>所有图片中应替换成的内容</translation>
    </message>
    <message>
        <source>&amp;Pictures</source>
        <translation>图片(&amp;P)</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Lists (*.csv)</source>
        <translation>列表 (*.csv)</translation>
    </message>
    <message>
        <source>&amp;Masks</source>
        <translation>蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>&amp;Results</source>
        <translation>结果(&amp;R)</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>P&amp;rompt</source>
        <translation>提示词(&amp;R)</translation>
    </message>
    <message>
        <source>At &amp;once</source>
        <translation>同时处理(&amp;O)</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Finished pictures</source>
        <translation>已完成的图片</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>The program nanobanana, which does the work, is neither beside this program nor on the PATH.</source>
        <translation>执行该任务的程序 nanobanana 既不在本程序旁边，也不在 PATH 中。</translation>
    </message>
    <message>
        <source>Engine: %1</source>
        <translation>引擎：%1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::BatchProcess</name>
    <message>
        <source>Cannot start %1: %2</source>
        <translation>无法启动 %1：%2</translation>
    </message>
    <message>
        <source>%1 edited, %2 failed, %3 skipped</source>
        <translation>完成 %1 个，失败 %2 个，跳过 %3 个</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stopped: %1</source>
        <translation>已停止：%1</translation>
    </message>
    <message>
        <source>The program ended unexpectedly</source>
        <translation>程序意外结束</translation>
    </message>
</context>
<context>
    <name>nb::desktop::BrushTool</name>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Right button or Ctrl: erase. Shift: a straight line from the last stroke.</source>
        <translation>右键或 Ctrl：擦除。Shift：从上一笔画直线。</translation>
    </message>
    <message>
        <source>Shift: a straight line from the last stroke.</source>
        <translation>Shift：从上一笔画直线。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::CanvasPainter</name>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>编辑后</translation>
    </message>
</context>
<context>
    <name>nb::desktop::CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>The picture and the mask over it. Arrow keys move the picture.</source>
        <translation>图片及其上的蒙版。方向键移动图片。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::CommandPalette</name>
    <message>
        <source>Find a Command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>nb::desktop::CompareBar</name>
    <message>
        <source>Hold to see the picture without the result (Tab)</source>
        <translation>按住查看没有结果的图片 (Tab)</translation>
    </message>
    <message>
        <source>Hold to see the original</source>
        <translation>按住查看原图</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>The result over the picture</source>
        <translation>结果覆盖图片</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>The picture on the left, the result on the right of a line</source>
        <translation>线左侧为图片，右侧为结果</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>The picture beside the result</source>
        <translation>图片与结果并排</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>How much the two differ at each pixel</source>
        <translation>两者相差多少</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ConnectionTest</name>
    <message>
        <source>There is nothing to test: edits are done on this computer, offline</source>
        <translation>无需测试：编辑在本机离线完成</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>Cannot reach %1: %2</source>
        <translation>无法连接 %1：%2</translation>
    </message>
    <message>
        <source>%1 is there, but refuses the key</source>
        <translation>%1 可连接，但拒绝了密钥</translation>
    </message>
    <message>
        <source>%1 is there and takes the key</source>
        <translation>%1 可连接，并接受密钥</translation>
    </message>
    <message>
        <source>%1 is there (it answered with %2). Whether it takes the key will be known at the first edit</source>
        <translation>%1 可连接（应答 %2）。密钥是否有效要到首次编辑时才知道</translation>
    </message>
</context>
<context>
    <name>nb::desktop::EllipseTool</name>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Shift: a circle. Alt: from the centre. Space: move it. Ctrl or right button: subtract.</source>
        <translation>Shift：正圆。Alt：从中心。空格：移动。Ctrl 或右键：减去。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::Engine</name>
    <message>
        <source>This computer, offline</source>
        <translation>本机，离线</translation>
    </message>
    <message>
        <source>Google Gemini</source>
        <translation>Google Gemini</translation>
    </message>
    <message>
        <source>OpenAI</source>
        <translation>OpenAI</translation>
    </message>
    <message>
        <source>NanoBanana</source>
        <translation>NanoBanana</translation>
    </message>
</context>
<context>
    <name>nb::desktop::FileController</name>
    <message>
        <source>Open a Picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Unsaved Work</source>
        <translation>未保存的工作</translation>
    </message>
    <message>
        <source>Save the changes to “%1”?</source>
        <translation>是否保存对“%1”的更改？</translation>
    </message>
    <message>
        <source>Otherwise, unsaved changes are lost.</source>
        <translation>否则未保存的内容将丢失。</translation>
    </message>
    <message>
        <source>Project with results and mask (*.ora)</source>
        <translation>含结果和蒙版的项目 (*.ora)</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Projects are saved as .ora, pictures as .png, .jpg, .webp or .tiff: end the name in one of these</source>
        <translation>项目保存为 .ora，图片保存为 .png、.jpg、.webp 或 .tiff：文件名须以其中之一结尾</translation>
    </message>
    <message>
        <source>Results and mask are kept in projects (.ora) only</source>
        <translation>结果和蒙版只保存在项目 (.ora) 中</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Copied the picture</source>
        <translation>已复制图片</translation>
    </message>
    <message>
        <source>This continues when “%1” is saved.</source>
        <translation>“%1”保存完成后继续。</translation>
    </message>
    <message>
        <source>Saving %1</source>
        <translation>正在保存 %1</translation>
    </message>
    <message>
        <source>Saving was cancelled; nothing was written</source>
        <translation>已取消保存；没有写入任何内容</translation>
    </message>
    <message>
        <source>The shown result is not in the file; accept it and save again to include it</source>
        <translation>文件中不含当前显示的结果；请先采用结果，再次保存</translation>
    </message>
    <message>
        <source>Not shown in the list, since their names are not UTF-8: %1. Rename them to open them.</source>
        <translation>以下文件名不是 UTF-8，因此未在列表中显示：%1。请重命名后再打开。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::GenerateController</name>
    <message>
        <source>%1, sent at %2 %</source>
        <translation>%1，以 %2 % 发送</translation>
    </message>
</context>
<context>
    <name>nb::desktop::GenerationSettings</name>
    <message>
        <source>&amp;Seed</source>
        <translation>种子(&amp;S)</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Use this seed again instead of a random one</source>
        <translation>再次使用此种子，而不是随机种子</translation>
    </message>
    <message>
        <source>S&amp;trength</source>
        <translation>强度(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Guidance</source>
        <translation>引导(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Variants</source>
        <translation>变体(&amp;V)</translation>
    </message>
    <message>
        <source>How many results to ask for, 1 to %1; their seeds count up</source>
        <translation>请求的结果数，1 到 %1；种子依次递增</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>%1 ignores this</source>
        <translation>%1 不理会此项</translation>
    </message>
    <message>
        <source>The same seed gives the same result, or nearly</source>
        <translation>相同种子得到相同或相近的结果</translation>
    </message>
    <message>
        <source>%1 gives another result each time; the seed is only recorded</source>
        <translation>%1 每次结果都不同；种子仅作记录</translation>
    </message>
    <message>
        <source>How far the result may differ from what is there</source>
        <translation>结果可偏离现有内容的程度</translation>
    </message>
    <message>
        <source>How far around the selection to look for pixels to copy</source>
        <translation>在周围多大范围内寻找可复制的内容</translation>
    </message>
    <message>
        <source>How closely the prompt is followed</source>
        <translation>遵循提示词的程度</translation>
    </message>
</context>
<context>
    <name>nb::desktop::GenerationStrip</name>
    <message>
        <source>%1 of %2 variants failed. %3</source>
        <translation>%2 个变体中有 %1 个失败。%3</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop at once (Esc); results that have arrived stay</source>
        <translation>立即停止 (Esc)；已到达的结果保留</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>With the same picture, mask, prompt and seed</source>
        <translation>使用相同的图片、蒙版、提示词和种子</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Stop the running request and remove the waiting ones (Shift+Esc)</source>
        <translation>停止正在运行的并放弃排队中的（Shift+Esc）</translation>
    </message>
</context>
<context>
    <name>nb::desktop::GradientTool</name>
    <message>
        <source>Gradient</source>
        <translation>渐变</translation>
    </message>
    <message>
        <source>From fully selected to not at all. Shift: steps of 45°. Ctrl or right button: subtract.</source>
        <translation>从完全选中过渡到不选中。Shift：45° 步进。Ctrl 或右键：减去。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::HistoryPanel</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
</context>
<context>
    <name>nb::desktop::KeyStore</name>
    <message>
        <source>Cannot read the file with the key, %1: %2</source>
        <translation>无法读取密钥文件 %1：%2</translation>
    </message>
    <message>
        <source>Cannot remove the file with the key, %1</source>
        <translation>无法删除密钥文件 %1</translation>
    </message>
    <message>
        <source>Cannot write the file with the key, %1: %2</source>
        <translation>无法写入密钥文件 %1：%2</translation>
    </message>
    <message>
        <source>its folder cannot be made</source>
        <translation>无法创建其文件夹</translation>
    </message>
</context>
<context>
    <name>nb::desktop::LassoTool</name>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Draw around it. Space: move the outline. Ctrl or right button: subtract.</source>
        <translation>沿其周围绘制。空格：移动轮廓。Ctrl 或右键：减去。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::LossQuestion</name>
    <message>
        <source>Save “%1”?</source>
        <translation>保存“%1”？</translation>
    </message>
    <message>
        <source>Saving into “%1” would lose something.</source>
        <translation>保存到“%1”会丢失一些内容。</translation>
    </message>
    <message>
        <source>Save Anyway</source>
        <translation>仍然保存</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>另存为…</translation>
    </message>
</context>
<context>
    <name>nb::desktop::MainWindow</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>NanoBanana Studio</source>
        <translation>NanoBanana Studio</translation>
    </message>
    <message>
        <source>Open Recent</source>
        <translation>打开最近文件</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Forget All</source>
        <translation>清空列表</translation>
    </message>
</context>
<context>
    <name>nb::desktop::MaskController</name>
    <message>
        <source>Working on the mask</source>
        <translation>正在处理蒙版</translation>
    </message>
    <message>
        <source>Import a Mask</source>
        <translation>导入蒙版</translation>
    </message>
    <message>
        <source>Import Mask</source>
        <translation>导入蒙版</translation>
    </message>
    <message>
        <source>White on transparent, for other programs (*.png)</source>
        <translation>透明底白色，供其他程序使用 (*.png)</translation>
    </message>
    <message>
        <source>White on black (*.png)</source>
        <translation>黑底白色 (*.png)</translation>
    </message>
    <message>
        <source>Export the Mask</source>
        <translation>导出蒙版</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ModelPicker</name>
    <message>
        <source>Pick one, or write the name of another; the default is %1</source>
        <translation>选择一个，或输入其他名称；默认为 %1</translation>
    </message>
    <message>
        <source>Set by %1, which overrides this</source>
        <translation>由 %1 设定，优先于此处</translation>
    </message>
</context>
<context>
    <name>nb::desktop::MoveTool</name>
    <message>
        <source>Drag what is selected. Arrow keys: one pixel, with Shift ten. Shift while dragging: steps of 45°. Esc: cancel.</source>
        <translation>拖动所选区域。方向键：移动一个像素，按住 Shift 为十个像素。拖动时按住 Shift：以 45° 为步长。Esc：放弃。</translation>
    </message>
    <message>
        <source>Nothing is selected to move</source>
        <translation>没有可移动的选区</translation>
    </message>
    <message>
        <source>Move selection</source>
        <translation>移动选区</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ObjectTool</name>
    <message>
        <source>Draw a line on the object. Ctrl or right button: subtract. Esc: cancel.</source>
        <translation>在对象上画一条线。Ctrl 或右键：减去。Esc：放弃。</translation>
    </message>
    <message>
        <source>Draw a rectangle around the object. Ctrl or right button: subtract. Esc: cancel.</source>
        <translation>在对象周围画矩形。Ctrl 或右键：减去。Esc：放弃。</translation>
    </message>
    <message>
        <source>Select object</source>
        <translation>选择对象</translation>
    </message>
</context>
<context>
    <name>nb::desktop::OfflinePreview</name>
    <message>
        <source>Offline preview</source>
        <translation>离线预览</translation>
    </message>
</context>
<context>
    <name>nb::desktop::PolygonTool</name>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Click corner after corner; Return, a double click or the first corner closes it. Backspace: one corner back. Shift: steps of 45°. Ctrl at the first click: subtract.</source>
        <translation>逐点点击；回车、双击或回到首点闭合。退格：撤回一点。Shift：45° 步进。首次点击按住 Ctrl：减去。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Canvas and Pen</source>
        <translation>画布和笔</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Same as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>配色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>The language changes at the next start.</source>
        <translation>语言在下次启动时更改。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Colour of the Mask</source>
        <translation>蒙版颜色</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Zooms; with Ctrl it sets the brush size</source>
        <translation>缩放；按住 Ctrl 时调整画笔大小</translation>
    </message>
    <message>
        <source>Scrolls; with Ctrl it zooms</source>
        <translation>滚动；按住 Ctrl 时缩放</translation>
    </message>
    <message>
        <source>Pressure sets the size of the brush</source>
        <translation>压力控制画笔大小</translation>
    </message>
    <message>
        <source>Pressure sets the opacity of the brush</source>
        <translation>压力控制画笔不透明度</translation>
    </message>
    <message>
        <source>&amp;Mask colour</source>
        <translation>蒙版颜色(&amp;M)</translation>
    </message>
    <message>
        <source>Mask &amp;opacity</source>
        <translation>蒙版不透明度(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Wheel</source>
        <translation>滚轮(&amp;W)</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>笔</translation>
    </message>
    <message>
        <source>The eraser end of a pen erases, whatever the tool.</source>
        <translation>无论使用哪种工具，笔的橡皮端都用于擦除。</translation>
    </message>
    <message>
        <source> megapixels</source>
        <translation> 百万像素</translation>
    </message>
    <message>
        <source>One for each core</source>
        <translation>每个核心一个</translation>
    </message>
    <message>
        <source>&amp;Largest picture</source>
        <translation>最大图片(&amp;L)</translation>
    </message>
    <message>
        <source>A picture takes 3 to 8 bytes of memory for each pixel, and about as much again while it is edited.</source>
        <translation>每个像素占用 3 到 8 字节内存，处理时大约再占用同样多。</translation>
    </message>
    <message>
        <source>&amp;Threads for pixels</source>
        <translation>像素处理线程(&amp;T)</translation>
    </message>
    <message>
        <source>Changes at the next start.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>&amp;Port of “Serve on This Computer”</source>
        <translation>“在本机提供服务”的端口(&amp;P)</translation>
    </message>
    <message>
        <source>Paint with one finger</source>
        <translation>用单指绘制</translation>
    </message>
    <message>
        <source>Touch</source>
        <translation>触摸</translation>
    </message>
    <message>
        <source>Two fingers move, zoom and turn the picture; one finger moves it, unless it paints.</source>
        <translation>双指可移动、缩放和旋转图片；单指移动图片，除非用于绘制。</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>Forever</source>
        <translation>永久</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>Without a limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>&amp;Keep the journal of edits</source>
        <translation>保留编辑日志(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Maximum size of the journal</source>
        <translation>日志上限(&amp;M)</translation>
    </message>
    <message>
        <source>The journal holds each edited picture and each answer, so that nothing that was paid for is lost. The oldest entries are removed first, at the next start.</source>
        <translation>日志保存每张编辑过的图片及返回的结果，已付费的内容不会丢失。下次启动时最旧的先删除。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::PromptPanel</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove it and continue what is behind.</source>
        <translation>移除它，并延续后面的内容。</translation>
    </message>
    <message>
        <source>Replace it with …, in the same light and perspective.</source>
        <translation>用 … 替换它，保持相同的光线和透视。</translation>
    </message>
    <message>
        <source>Add … that fits the light and the perspective of the scene.</source>
        <translation>添加 …，与场景的光线和透视相符。</translation>
    </message>
    <message>
        <source>Extend the scene with …, without a visible seam.</source>
        <translation>用 … 延伸场景，不留接缝。</translation>
    </message>
    <message>
        <source>Open a picture first.</source>
        <translation>请先打开图片。</translation>
    </message>
    <message>
        <source>Paint over what is to change.</source>
        <translation>请涂抹要修改的部分。</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>Describe what should appear in the selection</source>
        <translation>说明选区中应出现的内容</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Ctrl+Enter or Shift+Enter generates; Alt+Up and Alt+Down bring back earlier prompts</source>
        <translation>Ctrl+Enter 或 Shift+Enter 生成；Alt+上 和 Alt+下 找回以前的提示词</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>延伸</translation>
    </message>
    <message>
        <source>Remove the selected object</source>
        <translation>去除选中的对象</translation>
    </message>
    <message>
        <source>Put something else in its place</source>
        <translation>用其他内容替代</translation>
    </message>
    <message>
        <source>Put something new into the selection</source>
        <translation>在选区中放入新内容</translation>
    </message>
    <message>
        <source>Continue the scene into the selection</source>
        <translation>将场景延续到选区中</translation>
    </message>
    <message>
        <source>&amp;Engine</source>
        <translation>引擎(&amp;E)</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Let the program choose again how much around the selection is sent</source>
        <translation>让程序重新决定发送选区周围多大范围</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>M&amp;odel</source>
        <translation>模型(&amp;O)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ProviderPage</name>
    <message>
        <source>From the address</source>
        <translation>根据地址</translation>
    </message>
    <message>
        <source>NanoBanana</source>
        <translation>NanoBanana</translation>
    </message>
    <message>
        <source>Google Gemini</source>
        <translation>Google Gemini</translation>
    </message>
    <message>
        <source>OpenAI</source>
        <translation>OpenAI</translation>
    </message>
    <message>
        <source>This computer, offline</source>
        <translation>本机，离线</translation>
    </message>
    <message>
        <source>Continue texture and edges</source>
        <translation>延续纹理和边缘</translation>
    </message>
    <message>
        <source>Smooth (for scratches)</source>
        <translation>平滑（适合划痕）</translation>
    </message>
    <message>
        <source>Test Connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>The provider&apos;s own default</source>
        <translation>服务商的默认值</translation>
    </message>
    <message>
        <source>Without a key, edits are made on this computer</source>
        <translation>没有密钥时，一切都在本机完成</translation>
    </message>
    <message>
        <source>Show the key</source>
        <translation>显示密钥</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>&amp;Provider</source>
        <translation>服务商(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>密钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Offline method</source>
        <translation>离线方法(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Time limit of an edit</source>
        <translation>单次编辑时限(&amp;T)</translation>
    </message>
    <message>
        <source>Maximum atte&amp;mpts</source>
        <translation>最多尝试次数(&amp;M)</translation>
    </message>
    <message>
        <source>Requests that may have been charged for are never repeated</source>
        <translation>可能已计费的请求绝不重复</translation>
    </message>
    <message>
        <source>Sends a request with the key, but no picture. It costs nothing.</source>
        <translation>使用密钥、不带图片地询问服务商。不产生费用。</translation>
    </message>
    <message>
        <source>Set by %1, which overrides this</source>
        <translation>由 %1 设定，其优先级更高</translation>
    </message>
    <message>
        <source>Set by NANOBANANA_KEY</source>
        <translation>由 NANOBANANA_KEY 设定</translation>
    </message>
    <message>
        <source>The variable NANOBANANA_KEY overrides a key that is stored here.</source>
        <translation>环境变量 NANOBANANA_KEY 优先于此处保存的密钥。</translation>
    </message>
    <message>
        <source>The key is kept in the system&apos;s keyring.</source>
        <translation>密钥保存在系统密钥环中。</translation>
    </message>
    <message>
        <source>There is no system keyring here: the key is kept, unencrypted, in %1, which only you can read.</source>
        <translation>此系统没有密钥环：密钥未加密地保存在 %1，只有您可以读取。</translation>
    </message>
    <message>
        <source>Looking for the system&apos;s keyring…</source>
        <translation>正在查找系统密钥环…</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在询问…</translation>
    </message>
</context>
<context>
    <name>nb::desktop::RecoveryController</name>
    <message>
        <source>Work is not protected against crashes at the moment: %1</source>
        <translation>目前的工作无法防止崩溃丢失：%1</translation>
    </message>
    <message>
        <source>“%1” was not saved when the program ended on %2.</source>
        <translation>程序于 %2 结束时，“%1”尚未保存。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
</context>
<context>
    <name>nb::desktop::RectangleTool</name>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Shift: a square. Alt: from the centre. Space: move it. Ctrl or right button: subtract.</source>
        <translation>Shift：正方形。Alt：从中心。空格：移动。Ctrl 或右键：减去。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::RequestDraft</name>
    <message>
        <source>Open a picture first.</source>
        <translation>请先打开图片。</translation>
    </message>
    <message>
        <source>Nothing is selected</source>
        <translation>未选择任何内容</translation>
    </message>
    <message>
        <source>The prompt is empty; describe what should appear in the selection</source>
        <translation>提示词为空：请说明选区中应出现什么</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ResultCard</name>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ResultSelection</name>
    <message>
        <source>Accept result</source>
        <translation>采用结果</translation>
    </message>
    <message>
        <source>Accept “%1”</source>
        <translation>采用“%1”</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ResultsPanel</name>
    <message>
        <source>Accept mix</source>
        <translation>采用混合</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Cancel mix</source>
        <translation>取消混合</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Choose a variant, then paint it in with the brush. Ctrl paints the picture back.</source>
        <translation>选择一个变体，然后用画笔涂入。按住 Ctrl 涂回原图。</translation>
    </message>
    <message>
        <source>Preview: the offline fill.</source>
        <translation>暂时显示：离线填充。</translation>
    </message>
    <message>
        <source>Results appear here.</source>
        <translation>结果显示在这里。</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Make this result the picture; can be undone (Return)</source>
        <translation>设为图片；可撤销 (Return)</translation>
    </message>
    <message>
        <source>Remove this result from the list; can be undone (Del)</source>
        <translation>从列表移除；可撤销 (Del)</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Paint with a brush which variant is used where</source>
        <translation>用画笔决定何处显示哪个变体</translation>
    </message>
    <message>
        <source>Reuse seed</source>
        <translation>重用种子</translation>
    </message>
    <message>
        <source>Use this result&apos;s seed for the next request</source>
        <translation>下次使用此结果的种子</translation>
    </message>
    <message>
        <source>To new document</source>
        <translation>到新文档</translation>
    </message>
    <message>
        <source>Open the picture with this result in a window of its own</source>
        <translation>在单独的窗口中打开带此结果的图片</translation>
    </message>
    <message>
        <source>Paint the picture back</source>
        <translation>涂回原图</translation>
    </message>
    <message>
        <source>Undo the last stroke of the mix</source>
        <translation>撤销混合的上一笔</translation>
    </message>
    <message>
        <source>Redo the stroke</source>
        <translation>重做笔画</translation>
    </message>
</context>
<context>
    <name>nb::desktop::SaveOptionsDialog</name>
    <message>
        <source>&amp;Quality:</source>
        <translation>质量(&amp;Q)：</translation>
    </message>
    <message>
        <source>Save Options</source>
        <translation>保存选项</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation>格式(&amp;F)：</translation>
    </message>
    <message>
        <source>Size:</source>
        <translation>大小：</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ServerDialog</name>
    <message>
        <source>Serve on This Computer</source>
        <translation>在本机提供服务</translation>
    </message>
    <message>
        <source>Programs on this computer can have pictures edited here, with the same engine and at the same cost. They need the token, which is new at every start; other computers cannot reach it.</source>
        <translation>本机上的程序可以在此编辑图片，使用相同的引擎，费用也相同。它们需要令牌，每次启动都会重新生成；其他计算机无法访问。</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>令牌(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Example</source>
        <translation>示例(&amp;E)</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求数</translation>
    </message>
    <message>
        <source>Stop Serving</source>
        <translation>停止服务</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>复制%1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::SettingEditor</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>1000 px</source>
        <translation>1000 px</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ShortcutsEditor</name>
    <message>
        <source>Assign</source>
        <translation>指定</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Reset All…</source>
        <translation>全部重置…</translation>
    </message>
    <message>
        <source>Find an action or a key</source>
        <translation>查找操作或按键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其按键</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Replaces the keys of the action</source>
        <translation>替换该操作的按键</translation>
    </message>
    <message>
        <source>Keeps the keys that the action has</source>
        <translation>保留该操作已有的按键</translation>
    </message>
    <message>
        <source>Reset All Keys</source>
        <translation>重置所有按键</translation>
    </message>
    <message>
        <source>Restore the default keys of every action?</source>
        <translation>将每个操作恢复为默认按键？</translation>
    </message>
    <message>
        <source>%1 belongs to “%2”, which would lose it.</source>
        <translation>%1 属于“%2”，后者将失去它。</translation>
    </message>
    <message>
        <source>Choose an action, click into the field and press the new keys.</source>
        <translation>选择一个操作，点击输入框并按下新按键。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::SmartBrushTool</name>
    <message>
        <source>Paints what has the colour under the middle of the brush. Right button or Ctrl: erase.</source>
        <translation>涂抹与画笔中心颜色相同的部分。右键或 Ctrl：擦除。</translation>
    </message>
    <message>
        <source>Smart brush</source>
        <translation>智能画笔</translation>
    </message>
</context>
<context>
    <name>nb::desktop::StatusLine</name>
    <message>
        <source>own profile</source>
        <translation>自带配置文件</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Pointer position</source>
        <translation>指针位置</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 × %2, %3 bits, %4</source>
        <translation>%1 × %2，%3 位，%4</translation>
    </message>
</context>
<context>
    <name>nb::desktop::StudioDocument</name>
    <message>
        <source>Discard result</source>
        <translation>丢弃结果</translation>
    </message>
</context>
<context>
    <name>nb::desktop::TaskIndicator</name>
    <message>
        <source>Cancel (Esc)</source>
        <translation>取消 (Esc)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
</context>
<context>
    <name>nb::desktop::Tour</name>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>nb::desktop::VariantBrush</name>
    <message>
        <source>Variant brush</source>
        <translation>变体画笔</translation>
    </message>
    <message>
        <source>There is nothing to mix: choose “Mix” in the results first.</source>
        <translation>没有可混合的内容：请先在结果中选择“混合”。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::VariantMix</name>
    <message>
        <source>Mix variants</source>
        <translation>混合变体</translation>
    </message>
    <message>
        <source>Accept mix</source>
        <translation>采用混合</translation>
    </message>
</context>
<context>
    <name>nb::desktop::WaitingList</name>
    <message>
        <source>Waiting requests</source>
        <translation>排队中的请求</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>下一个：%1</translation>
    </message>
    <message>
        <source>Remove from the queue: %1</source>
        <translation>移出队列：%1</translation>
    </message>
</context>
<context>
    <name>nb::desktop::WandTool</name>
    <message>
        <source>Magic wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <source>Click a colour to select it. Ctrl or right button: subtract.</source>
        <translation>点击颜色即可选中。Ctrl 或右键：减去。</translation>
    </message>
</context>
<context>
    <name>nb::desktop::WelcomePage</name>
    <message>
        <source>NanoBanana Studio</source>
        <translation>NanoBanana Studio</translation>
    </message>
    <message>
        <source>Paint over what should change, say what should be there instead, and keep the answer you like. Drop a picture here to begin.</source>
        <translation>涂抹要修改的部分，说明应替换成什么，然后保留满意的结果。将图片拖到这里开始。</translation>
    </message>
    <message>
        <source>Open a Picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Three-Step Tour</source>
        <translation>三步导览</translation>
    </message>
    <message>
        <source>Try it on a sample</source>
        <translation>用示例试试</translation>
    </message>
    <message>
        <source>A bay at evening with a buoy that is selected already</source>
        <translation>傍晚的海湾，浮标已被选中</translation>
    </message>
    <message>
        <source>Open the sample picture of a bay with a buoy</source>
        <translation>打开有浮标的海湾示例图片</translation>
    </message>
    <message>
        <source>Recently opened</source>
        <translation>最近打开</translation>
    </message>
</context>
<context>
    <name>nb::desktop::ZoomTool</name>
    <message>
        <source>Click: zoom in. Alt or right button: zoom out. Drag a rectangle: zoom to it.</source>
        <translation>单击：放大。按住 Alt 或用右键：缩小。拖出一个矩形可将其放到最大。</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
</context>
</TS>
